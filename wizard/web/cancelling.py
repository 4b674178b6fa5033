"""Ctrl-C, SIGTERM and a closed terminal as an event, so that what was started ends in order."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def cancellable() -> Iterator[Event]:
    """Return an event that any of these signals sets, and give the signals back at the end."""
    cancelled = Event()
    before = {number: signal.signal(number, lambda *_: cancelled.set()) for number in ENDING}
    try:
        yield cancelled
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
