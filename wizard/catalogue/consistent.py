"""Keeps a catalogue in one piece where several connections read and change it at once.

SQLite needs none of this: a transaction there reads one state of the file, and only one writes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANGING: Final = 0x7576_7732
"""The number of PostgreSQL's advisory lock that whoever changes the catalogue holds until that is committed."""


@contextmanager
def one_view() -> Iterator[None]:
    """Let everything that is read inside be of one moment.

    PostgreSQL looks anew for every statement unless a transaction begins by asking for more. One that has begun without
    keeps writers out instead, until it ends.
    """
    if connection.in_atomic_block:
        _ask("SELECT pg_advisory_xact_lock_shared(%s)", CHANGING)
        yield
        return
    with transaction.atomic():
        _ask("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def change_alone() -> None:
    """Wait until nobody else changes the catalogue, and keep all others out until the transaction around this ends."""
    _ask("SELECT pg_advisory_xact_lock(%s)", CHANGING)


def _ask(statement: str, *values: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
