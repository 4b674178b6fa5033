"""What Django could not read, and what leads nowhere, is told in words that help, to people and to programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousFileOperation
from django.test import Client

from tests.answers import text_of
from wizard.web import matrix, refusals
from wizard.web.refusals import malformed

if TYPE_CHECKING:
    from django.test import RequestFactory

pytestmark = pytest.mark.django_db
CURL = {"User-Agent": "curl/8.5.0", "Accept": "*/*"}
BROWSER = {"User-Agent": "Mozilla/5.0", "Accept": "text/html,*/*;q=0.8"}
MANY = {f"field{number}": "" for number in range(1001)}


def line_of(answer: Any, status: int) -> str:
    """Return the one line a terminal is told."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8")
    line = text_of(answer)
    assert line.count("\n") == 1
    assert "User-Agent" in answer["Vary"]
    return line


def page_of(answer: Any, status: int) -> str:
    """Return the page a browser shows."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")
    return text_of(answer)


def test_where_there_is_nothing_a_terminal_is_told_in_a_line_what_there_is(client: Client) -> None:
    line = line_of(client.get("/nowhere", headers=CURL), 404)
    assert "http://testserver/?linux-x86_64=cu130" in line
    assert line_of(client.get("/nowhere", headers={"Accept": "application/toml"}), 404) == line
    assert "<h1>There is nothing at this address</h1>" in page_of(client.get("/nowhere", headers=BROWSER), 404)


@pytest.mark.parametrize(
    ("address", "allowed"), [("/pyproject.toml", "GET, HEAD"), ("/doctor/download", "POST"), ("/c/", "GET, HEAD, POST")]
)
def test_another_method_is_told_which_ones_are_answered(address: str, allowed: str, client: Client) -> None:
    line = line_of(client.delete(address, headers=CURL), 405)
    assert line == f"This address does nothing with DELETE. It answers {allowed}.\n"
    answer = client.delete(address, headers=BROWSER)
    assert answer["Allow"] == allowed
    assert f"<p>{line.strip()}</p>" in page_of(answer, 405)


def test_a_host_that_was_forgotten_is_told_of_with_the_setting(client: Client) -> None:
    strange = {"Host": "forgotten.example"}
    line = line_of(client.get("/", headers=strange | CURL), 400)
    for told in (line, page_of(client.get("/", headers=strange | BROWSER), 400)):
        assert "adds that name to the setting ALLOWED_HOSTS." in told
        assert "forgotten" not in told


def test_the_log_tells_of_forgotten_hosts_once_a_minute_without_their_names(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(refusals, "_told", refusals._Told())
    for now in (1000, 1001, 1059, 1060, 1100):
        monkeypatch.setattr(refusals, "monotonic", lambda now=now: now)
        caplog.clear()
        client.get("/", headers={"Host": f"forgotten{now}.example"})
        told.append([record.getMessage() for record in caplog.records if record.name == refusals.__name__])
        assert "forgotten" not in caplog.text
    line = ["refused: a host that is not in ALLOWED_HOSTS"]
    assert told == [line, [], [], line, []]


@pytest.mark.parametrize(
    ("sent", "kind", "reason"),
    [
        (MANY, "", "The body is a form of more than 1,000 fields"),
        (b"linux-x86_64=cpu", "multipart/form-data", "The body is no form that can be read: its boundary is missing"),
    ],
)
def test_of_a_body_that_cannot_be_read_the_body_is_said_to_be_at_fault(
    sent: Any, kind: str, reason: str, client: Client
) -> None:
    typed: Any = {"content_type": kind} if kind else {}
    assert line_of(client.post("/c/", sent, headers=CURL, **typed), 400).startswith(reason)
    assert f"<p>{reason}" in page_of(client.post("/c/", sent, headers=BROWSER, **typed), 400)


@pytest.mark.parametrize(
    ("fault", "told"), [(RequestDataTooBig(), "the most that is read here"), (SuspiciousFileOperation(), "the address")]
)
def test_other_faults_have_words_of_their_own(fault: Exception, told: str, rf: RequestFactory) -> None:
    assert told in line_of(malformed(rf.get("/", headers=CURL), fault), 400)


def test_a_form_without_its_token_is_refused_in_a_line_or_on_a_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert line_of(strict.post("/doctor/download?lang=ja", headers=CURL), 403).startswith("何も行われませんでした。")
    assert "the API needs no token" in line_of(strict.post("/doctor/download", headers=CURL), 403)
    assert "<h1>This needs a cookie</h1>" in page_of(strict.post("/doctor/download", headers=BROWSER), 403)


def test_a_mistake_of_ours_is_told_in_a_line_or_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "load_catalogue", lambda: 1 / 0)
    client = Client(raise_request_exception=False)
    assert line_of(client.get("/matrix/?lang=zh-hans", headers=CURL), 500).startswith("向导出现错误")
    assert line_of(client.get("/matrix/", headers=CURL), 500).startswith("The wizard made a mistake")
    assert "<h1>ウィザードに誤りがありました</h1>" in page_of(client.get("/matrix/?lang=ja", headers=BROWSER), 500)
