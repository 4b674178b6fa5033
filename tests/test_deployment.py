"""The Dockerfile and the compose file: what their tools accept, and the promises they make."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import image
from tests.image import CannotBuild, copy_sent, instructions, is_sent
from wizard.environment import names_read
from wizard.settings import env

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
OURS = sorted(SERVICES.keys() - {"database"})
IN_ADDRESS = re.compile(r"\$\{(\w+):([?-])([^}]*)\}")


def test_hadolint_finds_nothing() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False, timeout=300)
    assert (done.stdout, done.returncode) == ("", 0)


def test_the_image_is_made_by_the_uv_and_python_of_this_project() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    assert re.findall(r"uv==([\d.]+)", DOCKERFILE) == re.findall(r'"uv==([\d.]+)"', project)
    assert re.findall(r"^ARG BASE=(\S+)", DOCKERFILE, re.MULTILINE) == [f"python:{version}-slim-bookworm"]
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["${BASE}", "${BASE}"]
    assert "--require-hashes" in DOCKERFILE


def test_the_image_runs_as_nobody_and_listens_once() -> None:
    final = DOCKERFILE.rpartition("FROM ")[2]
    assert final.index("USER 10001") < final.index("CMD")
    assert re.findall(r"^EXPOSE (.+)$", final, re.MULTILINE) == ["8000"]
    assert re.findall(r"^VOLUME (.+)$", final, re.MULTILINE) == ["/data"]
    assert re.findall(r"^COPY .*--chown=10001 (\S+)", final, re.MULTILINE) == ["/data"]


def test_the_health_check_is_a_program_that_fails_where_nothing_listens() -> None:
    code = re.findall(r'HEALTHCHECK .* CMD \["python", "-c", "(.+)"\]', DOCKERFILE)[0]
    compile(code, "HEALTHCHECK", "exec")
    closed = code.replace("8000", "1")
    assert subprocess.run([sys.executable, "-c", closed], capture_output=True, check=False).returncode == 1


def test_what_the_image_copies_is_sent_to_docker() -> None:
    copied = [rest.split()[0] for word, rest in instructions(DOCKERFILE) if word == "COPY" and "--from" not in rest]
    assert len(copied) == 6
    assert [name for name in copied if not is_sent(name)] == []


def test_a_folder_is_copied_without_what_docker_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "PROJECT", tmp_path)
    (tmp_path / "wizard/web/__pycache__").mkdir(parents=True)
    for name in ("wizard/web/page.py", "wizard/web/__pycache__/page.pyc"):
        (tmp_path / name).touch()
    shutil.copy(ROOT / ".dockerignore", tmp_path)
    copy_sent("wizard", tmp_path / "there")
    assert [path.relative_to(tmp_path).as_posix() for path in (tmp_path / "there/web").iterdir()] == [
        "there/web/page.py"
    ]


@pytest.mark.parametrize("name", ["tests", "db.sqlite3", ".env", "wizard/web/__pycache__"])
def test_what_docker_is_not_sent_cannot_be_copied(name: str, tmp_path: Path) -> None:
    with pytest.raises(CannotBuild, match="dockerignore keeps it back"):
        copy_sent(name, tmp_path / "there")


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_may_change_nothing_but_its_temporary_folder(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108  # in a container
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


@pytest.mark.parametrize("name", OURS)
def test_a_service_is_told_of_every_setting_but_the_one_for_development(name: str) -> None:
    environment = SERVICES[name]["environment"]
    assert sorted([*environment, "DEBUG"]) == names_read(env)
    for variable in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"):
        assert [found[1] for found in IN_ADDRESS.findall(environment[variable])] == ["?"], "it must be given"


def test_what_is_not_set_is_what_it_is_without_compose() -> None:
    unset = {name: value for name, value in SERVICES["web"]["environment"].items() if ":-" in value}
    given = {name: IN_ADDRESS.sub(r"\3", value) for name, value in unset.items()}
    command = "import json; from wizard.settings import env; print(json.dumps(env.dump()))"
    bare = {name: value for name, value in os.environ.items() if name not in unset}
    ours, theirs = (
        json.loads(subprocess.check_output([sys.executable, "-c", command], cwd=ROOT, env=bare | more, text=True))
        for more in (given, {})
    )
    assert {name: value for name, value in ours.items() if value != theirs[name]} == {"LOG_FORMAT": "json"}


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    secret = [mark for name, mark, _ in IN_ADDRESS.findall(text) if "PASSWORD" in name or "SECRET" in name]
    assert secret
    assert set(secret) == {"?"}


def test_only_the_web_is_reached_from_outside_and_only_from_this_machine_unless_told_otherwise() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert SERVICES["web"]["ports"] == ["${LISTEN:-127.0.0.1:8000}:8000"]


def test_what_the_database_knows_outlives_it_and_is_waited_for() -> None:
    database = SERVICES["database"]
    assert database["volumes"] == ["database:/var/lib/postgresql/data"]
    assert database["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert SERVICES["web"]["depends_on"] == {"database": {"condition": "service_healthy"}}


@pytest.mark.parametrize("name", ["worker", "sync"])
def test_what_is_optional_starts_only_when_asked_for_and_after_the_migrations(name: str) -> None:
    assert SERVICES[name]["profiles"] == [name]
    assert SERVICES[name]["depends_on"] == {"web": {"condition": "service_healthy"}}
    commands = {path.stem for path in ROOT.glob("wizard/*/management/commands/*.py")} | {"db_worker"}
    assert set(re.findall(r"manage\.py'?,? '?(\w+)", str(SERVICES[name]["command"]))) <= commands
