"""Every sync leaves a record of how it ended, also where it was killed or had no room to write."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError
from django.db.models.functions import Now
from django.utils import timezone

from wizard.catalogue import recording
from wizard.catalogue.index import FolderSource
from wizard.catalogue.models import Revision, Sync
from wizard.catalogue.reading import Pace
from wizard.catalogue.recording import AlreadyRunning, recorded_sync
from wizard.catalogue.staging import NotServed
from wizard.catalogue.sync import Order, Report, Stopped, UnknownIndex

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
FULL = "disk is full"


@pytest.fixture
def order(tmp_path: Path) -> Order:
    return Order(source=FolderSource(tmp_path), label="a folder", indexes=("cu130",))


def ending(monkeypatch: pytest.MonkeyPatch, result: Report | Exception) -> None:
    def synchronise(*_: object) -> Report:
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(recording, "synchronise", synchronise)


def report(revision: Revision | None) -> Report:
    return Report(revision=revision, indexes=("cpu",), changes=(), remarks=("look",))


def test_a_sync_that_served_something_names_its_revision(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, report(Revision.objects.first()))
    recorded_sync(order, Pace())
    record = Sync.objects.get()
    assert (record.state, record.revision, record.indexes) == ("served", Revision.objects.first(), ["cpu"])
    assert record.remarks == ["look"]
    assert str(record).endswith("a folder")


def test_a_sync_without_news_is_one_too(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, report(None))
    recorded_sync(order, Pace())
    assert Sync.objects.get().state == "unchanged"


ENDS = {
    "refused": (NotServed(["too little"]), "too little"),
    "interrupted": (Stopped(), "Stopped before everything was read. What is served did not change."),
    "failed": (DatabaseError(FULL), "disk is full What is served did not change."),
}


@pytest.mark.parametrize("state", ENDS)
def test_a_sync_that_served_nothing_says_why_once(
    state: str, order: Order, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever catches the error prints or logs what it says."""
    error, reason = ENDS[state]
    ending(monkeypatch, error)
    with pytest.raises(type(error)):
        recorded_sync(order, Pace())
    record = Sync.objects.get()
    assert (record.state, record.reasons) == (state, [reason])
    assert caplog.messages == [f"Sync from a folder: {state}."]


def test_a_sync_that_breaks_off_does_not_stay_running(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, KeyError("a fault"))
    with pytest.raises(KeyError):
        recorded_sync(order, Pace())
    assert Sync.objects.get().state == "failed"
    assert "fault in this program" in Sync.objects.get().reasons[0]


def test_two_that_begin_at_once_are_one(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    Sync.objects.create(started_at=timezone.now(), source="elsewhere")
    monkeypatch.setattr(recording, "must_be_alone", lambda _: None)
    with pytest.raises(AlreadyRunning):
        recorded_sync(order, Pace())


def test_a_slip_in_an_index_is_no_sync(order: Order) -> None:
    with pytest.raises(UnknownIndex):
        recorded_sync(replace(order, indexes=("nosuch",)), Pace())
    assert not Sync.objects.exists()


def test_a_dry_run_leaves_no_trace(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, report(None))
    recorded_sync(replace(order, dry_run=True), Pace())
    assert not Sync.objects.exists()


def silent_for(seconds: int) -> Sync:
    """A sync that began long ago and last said by the database's clock that it was at work."""
    other = Sync.objects.create(started_at=timezone.now() - timedelta(hours=3), source="elsewhere")
    Sync.objects.update(alive_at=Now() - timedelta(seconds=seconds))
    return other


def test_one_at_a_time(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, report(None))
    silent_for(50)
    with pytest.raises(AlreadyRunning, match="Another sync is running"):
        recorded_sync(order, Pace())


def test_one_that_was_killed_is_forgotten_within_a_minute(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, report(None))
    other = silent_for(61)
    recorded_sync(order, Pace())
    other.refresh_from_db()
    assert (other.state, other.reasons) == (
        "interrupted",
        ["It never finished: its process was ended. What is served did not change."],
    )


def test_one_that_takes_long_says_that_it_is_alive(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    def synchronise(_: Order, pace: Pace) -> Report:
        Sync.objects.update(alive_at=Now() - timedelta(hours=1))
        assert pace.alive
        pace.alive()
        with pytest.raises(AlreadyRunning):
            recording.must_be_alone(timezone.now())
        return report(None)

    monkeypatch.setattr(recording, "synchronise", synchronise)
    recorded_sync(order, Pace())
    assert Sync.objects.get().state == "unchanged"


def test_a_database_that_is_busy_for_a_moment_ends_no_sync(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    def synchronise(_: Order, pace: Pace) -> Report:
        assert pace.alive
        pace.alive()
        return report(None)

    monkeypatch.setattr(recording, "synchronise", synchronise)
    monkeypatch.setattr(type(Sync.objects), "still_alive", _full)
    recorded_sync(order, Pace())
    assert Sync.objects.get().state == "unchanged"


def test_an_end_that_cannot_be_recorded_is_logged(
    order: Order, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ending(monkeypatch, report(None))
    monkeypatch.setattr(Sync, "save", _full)
    monkeypatch.setattr(recording, "_begun", lambda order: Sync(started_at=timezone.now(), source=order.label))
    recorded_sync(order, Pace())
    assert "could not be recorded: disk is full" in caplog.text


def _full(*_: object) -> None:
    raise DatabaseError(FULL)
