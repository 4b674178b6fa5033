"""What one client may ask for in a while: counted where every process sees it, and never a reason to fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from wizard.web import clients, limits
from wizard.web.limits import DOCTOR, SHORT_LINKS, TooOften, count
from wizard.web.models import Tally

if TYPE_CHECKING:
    from django.test import Client, RequestFactory

LINK = "linux-x86_64=cu130&torch=2.13.0"
FILE = '[project]\nname = "mine"\nversion = "1"\ndependencies = ["torch"]\n'
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DOCTOR_PER_MINUTE = settings.SHORT_LINKS_PER_HOUR = 2
    monkeypatch.setattr(limits, "time", lambda: 7230.5)


def test_who_asks_too_often_is_told_when_to_come_back(rf: RequestFactory) -> None:
    request = rf.post("/")
    count(request, SHORT_LINKS)
    count(request, SHORT_LINKS)
    with pytest.raises(TooOften) as refusal:
        count(request, SHORT_LINKS)
    assert refusal.value.retry_after == 3600 - 30
    assert str(refusal.value) == (
        "2 new short links an hour is the most there is here for one client. Try again in 60 minutes."
    )


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "60 seconds"),
        (61, "2 minutes"),
        (120, "2 minutes"),
        (3600, "60 minutes"),
    ],
)
def test_the_wait_is_told_in_whole_minutes(seconds: int, told: str) -> None:
    assert str(TooOften(limit=DOCTOR, retry_after=seconds)).endswith(f"Try again in {told}.")


def test_what_is_refused_is_not_counted(rf: RequestFactory) -> None:
    for _ in range(2):
        count(rf.post("/"), DOCTOR)
    for _ in range(3):
        with pytest.raises(TooOften, match=r"Try again in 30 seconds\.$"):
            count(rf.post("/"), DOCTOR)
    assert Tally.objects.get().times == 2


def test_clients_actions_and_windows_are_counted_apart(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("192.0.2.1", "192.0.2.2"):
        for limit in (DOCTOR, SHORT_LINKS):
            for _ in range(2):
                count(rf.post("/", REMOTE_ADDR=address), limit)
    monkeypatch.setattr(limits, "time", lambda: 7260.0)
    count(rf.post("/", REMOTE_ADDR="192.0.2.1"), DOCTOR)
    with pytest.raises(TooOften):
        count(rf.post("/", REMOTE_ADDR="192.0.2.1"), SHORT_LINKS)


def test_windows_that_ended_are_forgotten(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    count(rf.post("/"), DOCTOR)
    count(rf.post("/"), SHORT_LINKS)
    monkeypatch.setattr(limits, "time", lambda: 7290.0)
    count(rf.post("/"), DOCTOR)
    assert sorted(Tally.objects.values_list("action", "until")) == [("doctor", 7320), ("short-links", 10800)]


def test_no_address_is_kept(rf: RequestFactory) -> None:
    count(rf.post("/", REMOTE_ADDR="192.0.2.77"), DOCTOR)
    kept = Tally.objects.get()
    assert "192.0.2.77" not in kept.client
    assert len(kept.client) == 64
    assert str(kept) == "doctor: 1"


def test_a_database_that_cannot_be_written_refuses_nobody(
    rf: RequestFactory, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE web_tally RENAME TO elsewhere")
    for _ in range(3):
        count(rf.post("/"), DOCTOR)
    assert client.post("/doctor/", FILE, content_type="application/toml").status_code == 200
    assert "A use of doctor was not counted" in caplog.text


@pytest.mark.parametrize("address", ["/doctor/", "/doctor/errors/"])
def test_a_terminal_is_told_in_plain_text(address: str, client: Client) -> None:
    answers = [
        client.post(address, FILE, content_type="application/toml", headers={"User-Agent": "curl/8"}) for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Content-Type"] == "text/plain; charset=utf-8"
    assert answers[2]["Retry-After"] == "30"
    assert answers[2].content.decode() == (
        "2 files a minute is the most there is here for one client. Try again in 30 seconds.\n"
    )


@pytest.mark.parametrize("address", ["/doctor/", f"/into-file/?{LINK}"])
def test_a_form_keeps_what_was_typed(address: str, client: Client) -> None:
    answers = [client.post(address, {"text": FILE}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "30"
    page = answers[2].content.decode()
    assert "is the most there is here for one client" in page
    assert "dependencies = [&quot;torch&quot;]" in page


def test_a_browser_that_sent_no_form_gets_a_page(client: Client) -> None:
    for _ in range(3):
        answer = client.post("/doctor/", FILE, content_type="text/plain", headers={"Accept": "text/html"})
    assert answer.status_code == 429
    assert "<h1>That was too often</h1>" in answer.content.decode()
    assert {"Accept", "User-Agent"} <= {*answer["Vary"].split(", ")}


def test_a_program_that_takes_anything_is_told_in_plain_text(client: Client) -> None:
    for _ in range(3):
        answer = client.post("/doctor/", FILE, content_type="text/plain", headers={"Accept": "*/*"})
    assert answer.status_code == 429
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_asking_for_the_form_is_not_counted(client: Client) -> None:
    for address in ("/doctor/", "/doctor/errors/", "/doctor/rules/", f"/into-file/?{LINK}"):
        assert client.get(address).status_code == 200
    assert not Tally.objects.exists()


@pytest.mark.parametrize(("behind", "warnings"), [(False, 1), (True, 0)])
def test_a_proxy_nobody_told_of_is_warned_of_once(
    behind: bool,  # noqa: FBT001
    warnings: int,
    rf: RequestFactory,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.BEHIND_PROXY = behind
    clients.warn_of_a_proxy.cache_clear()
    for address in ("192.0.2.1", "192.0.2.2"):
        count(rf.post("/", headers={"X-Forwarded-For": address}), DOCTOR)
    assert caplog.text.count("BEHIND_PROXY is not set") == warnings
    assert "192.0.2" not in caplog.text
