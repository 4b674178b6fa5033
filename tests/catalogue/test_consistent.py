"""A catalogue is served and changed in one piece, however many connections are at it.

What other connections do happens in other threads, as each has its own, and is rolled back or undone: SQLite lets none
of them write meanwhile, PostgreSQL does.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError, connection, transaction

from wizard.catalogue import loading
from wizard.catalogue.loading import load_catalogue
from wizard.catalogue.models import Accelerator, Revision
from wizard.catalogue.reading import Pace
from wizard.catalogue.storing import note_edit, store_shipped
from wizard.catalogue.sync import Order, synchronise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.index import WebSource

pytestmark = pytest.mark.django_db
SOURCE = "another connection"
DRIVER = "999"


def elsewhere[T](do: Callable[[], T]) -> T:
    """Do something on a connection of its own."""

    def done() -> T:
        try:
            return do()
        finally:
            connection.connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


def edited() -> bool:
    """Change the catalogue as the admin does; return whether that was possible."""
    try:
        with transaction.atomic():
            Accelerator.objects.filter(slug="cu130").update(driver_linux=DRIVER)
            note_edit(SOURCE)
    except OperationalError:
        return False
    return True


def may_change() -> bool:
    """Return whether the catalogue could be changed now, without doing so."""
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '200ms'")
            note_edit(SOURCE)
            transaction.set_rollback(True)
    except OperationalError:
        return False
    return True


@contextmanager
def undone(driver: str) -> Iterator[None]:
    """Undo ``edited()``."""

    def undo() -> None:
        Revision.objects.filter(source=SOURCE).delete()
        Accelerator.objects.filter(slug="cu130").update(driver_linux=driver)

    try:
        yield
    finally:
        elsewhere(undo)


def test_what_is_committed_while_a_catalogue_is_read_is_not_in_it(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bool] = []
    platforms = loading.read_platforms

    def meanwhile() -> Any:
        if not written:
            written.append(elsewhere(edited))
        return platforms()

    monkeypatch.setattr(loading, "read_platforms", meanwhile)
    monkeypatch.setattr(loading._serving, "served", None)
    driver = catalogue.accelerators["cu130"].driver_linux
    with undone(driver):
        found = elsewhere(load_catalogue)
    assert found.revision == catalogue.revision
    assert found.accelerators["cu130"].driver_linux == driver != DRIVER
    assert written == [connection.vendor == "postgresql"]


def test_a_catalogue_that_is_read_within_a_transaction_keeps_writers_out_until_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading._serving, "served", None)
    load_catalogue()
    assert not elsewhere(may_change)


def test_only_one_connection_changes_the_catalogue_at_a_time() -> None:
    assert elsewhere(may_change)
    store_shipped()
    assert not elsewhere(may_change)


def test_a_sync_lets_nobody_change_what_it_has_compared_with(source: WebSource) -> None:
    allowed: list[bool] = []

    def check(_: Catalogue) -> dict[str, str]:
        allowed.append(elsewhere(may_change))
        return {}

    order = Order(source=source, label="a replica", indexes=("cu130",), checks=(check,), dry_run=True)
    synchronise(order, Pace())
    assert allowed
    assert not any(allowed)


def test_while_one_thread_asks_the_database_the_others_are_served_what_there_is(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answered = Event(), Event()
    ask = loading._asked

    def hangs(served: Any) -> Any:
        asked.set()
        answered.wait(60)
        return ask(served)

    monkeypatch.setattr(loading, "_asked", hangs)
    with ThreadPoolExecutor(2) as threads:
        try:
            first = threads.submit(elsewhere, load_catalogue)
            assert asked.wait(10)
            assert threads.submit(load_catalogue).result(5) is catalogue
        finally:
            answered.set()
        assert first.result() is catalogue


def test_threads_that_waited_for_the_first_catalogue_do_not_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    served = loading._serving.served
    assert served is not None
    monkeypatch.setattr(loading, "_asked", pytest.fail)
    loading._serving.served = replace(served, checked_at=float("inf"))
    assert loading._renewed() is loading._serving.served
