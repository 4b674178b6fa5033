"""Ending uv when the server ends: uv has a session of its own, so nobody else's signal reaches it."""

from __future__ import annotations

import signal
from threading import Event
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

STOPPING: Final = Event()
"""Set as soon as this process is told to end; every uv asked by it stops."""
SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGABRT)


def stop_uv_on_signals() -> None:
    """Have each signal that ends this process stop uv first, and then do what it did."""
    for number in SIGNALS:
        before = signal.getsignal(number)
        if callable(before):
            signal.signal(number, _stopping(before))


def _stopping(before: Callable[[int, FrameType | None], Any]) -> Callable[[int, FrameType | None], None]:
    def stop(number: int, frame: FrameType | None) -> None:
        STOPPING.set()
        before(number, frame)

    return stop
