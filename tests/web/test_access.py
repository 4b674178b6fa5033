"""The log and the metrics: what was asked for, by route, and nothing of whoever asked."""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Any

import pytest

from wizard.catalogue.models import Sync
from wizard.logs import JsonFormatter, TextFormatter
from wizard.sharing.models import ShortLink
from wizard.web import views

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
TYPED = "Mallory-was-here"


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Every line of the log, in both forms."""
    return [form.format(record) for record in caplog.records for form in (JsonFormatter(), TextFormatter())]


def test_a_request_is_one_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/pyproject.toml?linux-x86_64=cpu")
    line, text = lines(caplog)
    entry = json.loads(line)
    assert entry.pop("ms") >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", entry.pop("time"))
    assert re.fullmatch(r"GET pyproject 200, [\d.]+ ms", entry.pop("message"))
    expected = {"level": "info", "logger": "wizard.access", "method": "GET", "route": "pyproject", "status": 200}
    assert entry == expected
    assert re.fullmatch(r"INFO    wizard\.access: GET pyproject 200, [\d.]+ ms", text)


@pytest.mark.parametrize("method", ["get", "post", "put"])
@pytest.mark.parametrize(
    "address", ["/{}", "/?{}=1", "/pyproject.toml?project={}", "/c/{}", "/doctor/?format={}", "/check/{}", "/admin/{}"]
)
def test_the_log_names_nobody_and_quotes_nobody(
    method: str, address: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"User-Agent": TYPED, "Referer": f"http://{TYPED}/", "X-Forwarded-For": TYPED}
    getattr(client, method)(address.format(TYPED), headers=headers, REMOTE_ADDR="192.0.2.99")
    client.get("/", headers={"Host": f"{TYPED}.example"})
    assert any("wizard.access" in line for line in lines(caplog))
    quoting = [line for line in lines(caplog) if TYPED in line or "192.0.2" in line]
    loud = {"django.request": logging.ERROR, "django.security.DisallowedHost": logging.CRITICAL}
    levels = {name: logging.getLogger(name).level for name in loud}
    assert levels == loud
    assert quoting == []


def test_an_error_is_told_with_its_traceback_and_without_the_path(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        message = "broken on purpose"
        raise RuntimeError(message)

    monkeypatch.setattr(views, "page_of", broken)
    client.raise_request_exception = False
    assert client.get(f"/?{TYPED}").status_code == 500
    errors = [json.loads(line) for line in lines(caplog)[::2] if "django.request" in line]
    assert [entry["message"] for entry in errors] == ["Internal Server Error in wizard"]
    assert "RuntimeError: broken on purpose" in errors[0]["error"]
    assert not any(TYPED in line for line in lines(caplog))


def test_static_files_and_odd_methods_have_one_name_each(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/static/nowhere.css")
    client.generic("BREW", "/")
    told = [json.loads(line) for line in lines(caplog)[::2] if "wizard.access" in line]
    assert [(entry["method"], entry["route"]) for entry in told] == [("GET", "static"), ("other", "wizard")]


def test_prometheus_is_told_what_was_answered_and_what_is_kept(client: Client, settings: Any) -> None:
    settings.METRICS_ENABLED = True
    client.get(f"/pyproject.toml?linux-x86_64=cpu&project={TYPED}")
    client.get(f"/{TYPED}")
    answer = client.get("/metrics", headers={"Host": "10.1.2.3"})
    assert answer["Content-Type"].startswith("text/plain; version=")
    told = answer.content.decode()
    assert 'wizard_requests_total{method="GET",route="pyproject",status="200"}' in told
    assert 'wizard_requests_total{method="GET",route="unknown",status="404"}' in told
    assert 'wizard_request_seconds_bucket{le="0.25",route="pyproject"}' in told
    assert re.search(r"^wizard_catalogue_revision \d", told, re.MULTILINE)
    assert re.search(r"^wizard_catalogue_made_seconds 1\.\d+e\+09$", told, re.MULTILINE)
    assert f"wizard_short_links {float(ShortLink.objects.count())}" in told
    assert "wizard_catalogue_checked_seconds" not in told
    assert TYPED not in told
    assert not Sync.objects.exists()


def test_there_are_no_metrics_unless_the_site_says_so(client: Client) -> None:
    assert client.get("/metrics").status_code == 404
