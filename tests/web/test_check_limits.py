"""Who may have uv asked, how often and by whom: nobody can make the server busy, and nothing waits for ever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.management.commands.db_worker import Worker

from tests.answers import text_of
from tests.web.checks import HTMX, LINK, REFUSES, post, unfinished
from wizard.web import asking
from wizard.web.asking import KEPT, Busy, Question, StillRunning, ask
from wizard.web.clients import client_of
from wizard.web.models import Check

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("checking")]
OTHER = LINK.replace("project=project", "project=other")


def work() -> None:
    """Do what ``manage.py db_worker --batch`` does, but leave this process its signal handlers and its connection."""
    names = {"queue_names": ["default"], "excluded_queue_names": [], "backend_name": "default", "worker_id": "one"}
    worker = Worker(**names, interval=0, batch=True, startup_delay=False, max_tasks=None)  # type: ignore[arg-type]
    with patch.object(db_worker, "close_old_connections"):  # or the test's own goes, and what it wrote with it
        worker.run()


def me() -> str:
    return client_of(RequestFactory().get("/"))


@pytest.mark.usefixtures("agreeing")
def test_a_client_has_so_many_in_an_hour(client: Client, settings: Any) -> None:
    settings.VERIFY_PER_HOUR = 2
    unfinished(me(), seconds=1800, state=Check.State.DONE)
    assert post(client).status_code == 200
    refused = client.post(f"/check?{LINK}")
    assert refused.status_code == 429
    assert 1790 < int(refused["Retry-After"]) <= 1801
    assert "possible in 30 minutes" in text_of(refused) or "possible in 31 minutes" in text_of(refused)
    assert post(Client(REMOTE_ADDR="192.0.2.7")).status_code == 200
    Check.objects.update(created_at=timezone.now() - timedelta(hours=1, seconds=1))
    assert post(client).status_code == 200


@pytest.mark.usefixtures("agreeing")
def test_a_client_has_one_at_a_time(client: Client) -> None:
    running = unfinished(me(), state=Check.State.RUNNING, started_at=timezone.now())
    Check.objects.update(link=client_link(client))
    again = client.post(f"/check?{LINK}")
    assert again["Location"] == f"/check/{running.pk}"
    refused = client.post(f"/check?{OTHER}")
    assert refused.status_code == 409
    assert refused["Retry-After"]
    assert "Another check of yours" in text_of(refused)
    assert Check.objects.count() == 1


def client_link(client: Client) -> str:
    """Return the canonical form of our link, as the form sends it."""
    return text_of(client.get(f"/check?{LINK}")).partition("/check?")[2].partition('"')[0].replace("&amp;", "&")


@pytest.mark.parametrize("link", [LINK, OTHER])
def test_two_processes_agree_through_the_database_that_one_is_running(
    link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process is the faster one: it makes its check after this one has looked for it."""
    make = asking._make

    def slower(question: Question, now: datetime) -> Check:
        unfinished("somebody")
        return make(question, now)

    monkeypatch.setattr(asking, "_make", slower)
    question = Question(link=link, revision=1, client="somebody")
    if link == LINK:
        assert ask(question, timezone.now()) == Check.objects.get()
    else:
        with pytest.raises(StillRunning):
            ask(question, timezone.now())


def test_a_check_that_is_over_before_it_is_looked_up_again_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object, **__: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(type(Check.objects), "create", refusing)
    with pytest.raises(StillRunning):
        ask(Question(link=LINK, revision=1, client="somebody"), timezone.now())


@pytest.mark.usefixtures("agreeing")
def test_of_those_that_ask_at_once_the_first_ones_are_served(settings: Any) -> None:
    settings.VERIFY_AT_ONCE = 1
    now = timezone.now()
    later = unfinished("somebody", seconds=-5)
    assert ask(Question(link=LINK, revision=1, client="me"), now).pk
    Check.objects.filter(pk=later.pk).update(created_at=now, id=UUID(int=0))
    with pytest.raises(Busy):
        ask(Question(link=LINK, revision=1, client="me"), now)


def test_a_busy_server_says_when_to_come_back(client: Client, settings: Any) -> None:
    settings.VERIFY_AT_ONCE = 1
    unfinished("somebody")
    refused = client.post(f"/check?{LINK}", headers=HTMX)
    assert refused.status_code == 503
    assert int(refused["Retry-After"]) > 0
    assert "busy" in text_of(refused)
    assert Check.objects.count() == 1


@pytest.mark.usefixtures("agreeing")
def test_a_lost_check_is_closed_and_no_longer_in_the_way(client: Client, settings: Any) -> None:
    started = timezone.now() - timedelta(seconds=settings.VERIFY_TIMEOUT + 61)
    lost = unfinished(me(), state=Check.State.RUNNING, started_at=started)
    assert "not finished in time" in text_of(client.get(f"/check/{lost.pk}"))
    lost.refresh_from_db()
    assert lost.state == Check.State.REFUSED
    assert post(client).status_code == 200
    assert Check.objects.filter(pk=lost.pk).close(timezone.now(), {"state": "done"}) == 0


def test_one_that_waits_is_given_the_time_of_all_before_it(client: Client, settings: Any) -> None:
    settings.VERIFY_AT_ONCE = 4
    running = {"state": Check.State.RUNNING, "started_at": timezone.now() - timedelta(seconds=50)}
    states = [
        (unfinished("one", seconds=4 * settings.VERIFY_TIMEOUT + 50), "waiting"),
        (unfinished("two", seconds=4 * settings.VERIFY_TIMEOUT + 61), "refused"),
        (unfinished("three", seconds=4 * settings.VERIFY_TIMEOUT, **running), "running"),
    ]
    for check, state in states:
        client.get(f"/check/{check.pk}")
        check.refresh_from_db()
        assert check.state == state


def test_a_check_at_work_is_waited_for_with_and_without_script(client: Client) -> None:
    check = unfinished(seconds=100, state=Check.State.RUNNING, started_at=timezone.now())
    page = text_of(client.get(f"/check/{check.pk}"))
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'hx-trigger="every 1s"' in page
    assert 'role="status"' in page
    assert f'href="/check/{check.pk}"' in text_of(client.get(f"/check/{check.pk}", headers=HTMX))
    assert client.get(f"/check/{uuid4()}").status_code == 404
    assert client.post(f"/check/{check.pk}").status_code == 405


def test_old_answers_are_forgotten(client: Client, pretend: Callable[..., None]) -> None:
    pretend(REFUSES)
    old = unfinished(seconds=int(KEPT.total_seconds()) + 1, state=Check.State.DONE, result={})
    post(client)
    assert not Check.objects.filter(pk=old.pk).exists()


def test_nobody_asks_from_another_site() -> None:
    response = Client(enforce_csrf_checks=True).post(f"/check?{LINK}")
    assert response.status_code == 403
    assert "allow this site's cookies" in text_of(response)
    assert Check.objects.count() == 0


@pytest.mark.parametrize(
    ("proxied", "first", "second", "same"),
    [
        (False, {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}, False),
        (False, {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.2"}, True),
        (True, {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.2"}, False),
        (True, {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 192.0.2.1"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}, True),
        (True, {"HTTP_X_FORWARDED_FOR": "192.0.2.1:1234"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}, True),
        (True, {"HTTP_X_FORWARDED_FOR": "[2001:db8::1]:443"}, {"HTTP_X_FORWARDED_FOR": "2001:db8::1"}, True),
        (True, {"HTTP_X_FORWARDED_FOR": "[2001:db8::1]"}, {"HTTP_X_FORWARDED_FOR": "[2001:db8::2]:80"}, True),
        (True, {"HTTP_X_FORWARDED_FOR": "[2001:db8::1]:1"}, {"HTTP_X_FORWARDED_FOR": "[2001:db9::1]:1"}, False),
        (True, {"HTTP_X_FORWARDED_FOR": "unknown"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}, False),
        (False, {"REMOTE_ADDR": "2001:db8::1"}, {"REMOTE_ADDR": "2001:db8::2"}, True),
        (False, {"REMOTE_ADDR": "2001:db8::1"}, {"REMOTE_ADDR": "2001:db8:0:1::1"}, False),
        (False, {"REMOTE_ADDR": "::ffff:192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.1"}, True),
    ],
)
def test_clients_are_told_apart(
    *, proxied: bool, first: dict[str, Any], second: dict[str, Any], same: bool, settings: Any
) -> None:
    settings.BEHIND_PROXY = proxied
    one, other = (client_of(RequestFactory().get("/", **environment)) for environment in (first, second))
    assert (one == other) is same
    assert len(one) == 64


@pytest.mark.usefixtures("agreeing")
def test_a_worker_runs_what_waits(client: Client, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    page = text_of(post(client))
    assert "This check waits for its turn" in page
    check = Check.objects.get()
    assert check.state == Check.State.WAITING
    work()
    assert "uv 0.13.8 agrees" in text_of(client.get(f"/check/{check.pk}"))


def test_a_worker_leaves_alone_what_was_closed(client: Client, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    post(client)
    Check.objects.update(state=Check.State.REFUSED, result={"code": "lost"})
    work()
    assert Check.objects.get().started_at is None
