"""A setting that makes no sense stops the start, and the last line says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KEY = "kT7" * 20 + "0123456789"


def started_with(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *(arguments or ["check"])]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"ALLOWED_HOSTS": "wizard.example", "SECRET_KEY": ""},
            "SECRET_KEY is not set. Set it to a long",
        ),
        ({"PYTORCH_INDEX_BASE_URL": "ftp://mirror.example"}, "PYTORCH_INDEX_BASE_URL is no http(s) address."),
        ({"PYTORCH_INDEX_BASE_URL": "https://me:secret@mirror.example"}, "PYTORCH_INDEX_BASE_URL holds credentials"),
        ({"PUBLIC_BASE_URL": "https://me:secret@wizard.example"}, "Write it without them."),
        ({"PYPI_INDEX_URL": "http://[bad/whl"}, "PYPI_INDEX_URL is no http(s) address."),
        ({"PYPI_INDEX_URL": "http://mirror.example:99999/whl"}, "PYPI_INDEX_URL is no http(s) address."),
        ({"SYNC_PYPI_URL": "http://bob:secret@mirror.example:port/simple"}, "SYNC_PYPI_URL is no http(s) address."),
        ({"SYNC_BASE_URL": "mirror.example/whl"}, "SYNC_BASE_URL is no http(s) address."),
        (
            {"CATALOGUE_CHECK_SECONDS": "-1"},
            '"CATALOGUE_CHECK_SECONDS" invalid: [\'Must be greater than or equal to 0.',
        ),
        ({"LOG_LEVEL": "LOUD"}, '"LOG_LEVEL" invalid: [\'Must be one of: CRITICAL, ERROR,'),
        ({"SCRIPT_NAME": "torch"}, '"SCRIPT_NAME" invalid: [\'Write it like /torch.'),
        ({"SCRIPT_NAME": "/doctor"}, "SCRIPT_NAME begins with /doctor, where the site has a page of its own."),
        ({"SCRIPT_NAME": "/api/torch"}, "SCRIPT_NAME begins with /api, where"),
        ({"SCRIPT_NAME": "/static"}, "SCRIPT_NAME begins with /static, where"),
        ({"SCRIPT_NAME": "/healthz"}, "SCRIPT_NAME begins with /healthz, where"),
        ({"HTTPS": "1"}, "HTTPS without BEHIND_PROXY redirects for ever"),
        ({"ALLOWED_HOSTS": "https://a.example", "SECRET_KEY": KEY}, "ALLOWED_HOSTS: 'https://a.example' is no host."),
        ({"ALLOWED_HOSTS": "a.example:8000", "SECRET_KEY": KEY}, "ALLOWED_HOSTS: 'a.example:8000' is no host."),
        ({"ALLOWED_HOSTS": "a.example b.example", "SECRET_KEY": KEY}, "'a.example b.example' is no host."),
        ({"DEBUG": "perhaps"}, 'Environment variable "DEBUG" invalid'),
        (
            {"VERIFY_PER_HOUR": "0"},
            '"VERIFY_PER_HOUR" invalid: [\'Must be greater than or equal to 1.',
        ),
        ({"VERIFY_TIMEOUT": "soon"}, 'Environment variable "VERIFY_TIMEOUT" invalid'),
        ({"VERIFY_CACHE": "cache"}, "VERIFY_CACHE is no absolute path."),
        ({"DOCTOR_PER_MINUTE": "0"}, '"DOCTOR_PER_MINUTE" invalid: [\'Must be greater than or equal to 1.'),
        ({"WEB_CONCURRENCY": "many"}, 'Environment variable "WEB_CONCURRENCY" invalid'),
        ({"LOG_FORMAT": "xml"}, '"LOG_FORMAT" invalid: [\'Must be one of: json, text.'),
        ({"SECRET_KEY": "password"}, "SECRET_KEY is too easy to guess: it needs 50 characters or more."),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is too easy to guess"),
        ({"ALLOWED_HOSTS": "*", "SECRET_KEY": KEY}, "ALLOWED_HOSTS=* lets visitors choose what addresses they see."),
        ({"ALLOWED_HOSTS": "wizard.example", "SECRET_KEY": KEY, "DEBUG": "1"}, "DEBUG shows source and settings"),
        ({"DATABASE_URL": "mysql://me:secret@db/wizard"}, "DATABASE_URL names a database that is not supported."),
        ({"DATABASE_URL": "nonsense://me:secret@db/wizard"}, "Not a valid database URL."),
        ({"EMBED_ANCESTORS": "*"}, "EMBED_ANCESTORS: '*' is no origin. Write it like https://wiki.example"),
        ({"EMBED_ANCESTORS": "https://a.example,b.example"}, "EMBED_ANCESTORS: 'b.example' is no origin."),
        ({"EMBED_ANCESTORS": "https://a.example; script-src *"}, "script-src *' is no origin."),
        ({"VERIFY_ENABLE": "1"}, "VERIFY_ENABLE is no setting. If VERIFY_ENABLED is meant, rename it"),
        ({"PUBLIC_BASE_UR": "http://wizard.example"}, "If PUBLIC_BASE_URL is meant, rename it"),
        ({"database_url": "postgres://me:secret@db/wizard"}, "If DATABASE_URL is meant, rename it"),
    ],
)
def test_a_bad_setting_stops_the_start_with_a_sentence(environment: dict[str, str], sentence: str) -> None:
    answer = started_with(**environment)
    assert answer.returncode != 0
    assert sentence in answer.stderr.splitlines()[-1]
    assert "secret" not in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"WEB_CONCURRENCY": "x"}, "Write a whole number, like 4."),
        ({"CATALOGUE_CHECK_SECONDS": "x"}, "Write a number, like 5."),
        ({"VERIFY_ENABLED": "x"}, "Write 1 or 0."),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_what_to_write(environment: dict[str, str], sentence: str) -> None:
    (line,) = started_with(**environment).stderr.splitlines()
    assert line.endswith(sentence)


def test_the_traceback_is_there_for_who_asks_for_it() -> None:
    told = started_with("check", "--traceback", WEB_CONCURRENCY="x").stderr
    assert told.startswith("Traceback")


@pytest.mark.parametrize(
    ("options", "environment", "sentence"),
    [
        (["--workers", "0"], {}, "argument --workers: 0 is no whole number from 1 to 1000."),
        (["--port", "99999999"], {}, "argument --port: 99999999 is no whole number from 1 to 65535."),
        ([], {"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, "The database cannot be used: unable to open"),
        ([], {"DATABASE_URL": "postgres://me:secret@127.0.0.1:9/wizard"}, "The database cannot be used: connection"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_sentence(
    options: list[str], environment: dict[str, str], sentence: str
) -> None:
    answer = started_with("serve", *options, **environment)
    assert answer.returncode != 0
    assert answer.stdout == ""
    assert sentence in answer.stderr.splitlines()[-1]
    assert "Traceback" not in answer.stderr
    assert "secret" not in answer.stderr


def read_with(expression: str, **environment: str) -> str:
    """Return what the settings of such an environment say."""
    command = [sys.executable, "-c", f"from wizard import settings; print({expression})"]
    return subprocess.check_output(command, cwd=ROOT, env=os.environ | environment, text=True).strip()


def test_hosts_may_be_listed_with_spaces() -> None:
    hosts = "a.example, .b.example ,[2001:db8::1],"
    said = read_with("settings.ALLOWED_HOSTS[:-3]", ALLOWED_HOSTS=hosts, SECRET_KEY=KEY)
    assert said == "['a.example', '.b.example', '[2001:db8::1]']"


@pytest.mark.parametrize(("given", "subdomains"), [({}, False), ({"HSTS_SUBDOMAINS": "1"}, True)])
def test_https_binds_other_hosts_only_where_that_is_asked_for(given: dict[str, str], subdomains: bool) -> None:  # noqa: FBT001
    names = ("SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD")
    expression = ", ".join(f"settings.SECURE_HSTS_{name}" for name in names)
    said = read_with(expression, HTTPS="1", BEHIND_PROXY="1", **given)
    assert said == f"31536000 {subdomains} {subdomains}"


@pytest.mark.parametrize("worker", ["0", "1"])
def test_a_site_behind_a_proxy_starts(worker: str) -> None:
    answer = started_with(
        ALLOWED_HOSTS="wizard.example",
        SECRET_KEY=KEY,
        BEHIND_PROXY="1",
        HTTPS="1",
        PYTORCH_INDEX_BASE_URL="https://mirror.example/whl/",
        SYNC_BASE_URL="https://me:secret@mirror.example:8443/repository/pytorch-{index}/simple",
        SCRIPT_NAME="/torch",
        LOG_LEVEL="WARNING",
        VERIFY_ENABLED="1",
        VERIFY_WORKER=worker,
    )
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("url", ["postgres://me:secret@db/wizard?sslmode=require", "postgresql://db/wizard"])
def test_connections_to_postgresql_are_kept_and_looked_at(url: str) -> None:
    command = "from wizard.settings import DATABASES as d; print(sorted(d['default'].items()))"
    environment = os.environ | {"DATABASE_URL": url}
    said = subprocess.check_output([sys.executable, "-c", command], cwd=ROOT, env=environment, text=True)
    assert "('CONN_HEALTH_CHECKS', True), ('CONN_MAX_AGE', 60)" in said
    assert "'connect_timeout': 5" in said
    assert ("'sslmode': 'require'" in said) == ("sslmode" in url)


def test_what_others_read_from_the_environment_is_let_be() -> None:
    names = ("PIP_INDEX_URL", "UV_INDEX_URL", "HTTPS_PROXY", "CATALOGUE_SERVICE_HOST", "LOGNAME", "HOSTNAME")
    answer = started_with(**dict.fromkeys(names, "1"))
    assert answer.returncode == 0, answer.stderr
