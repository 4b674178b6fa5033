"""Programs run to their end within a time limit, or stopped with everything they started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.resolution.refusals import Cancelled, UvTooSlow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from threading import Event

HEARTBEAT_SECONDS: Final = 0.2
"""How soon a running program notices that nobody waits for it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Until when somebody waits; ``seconds`` is how long that was in all."""

    seconds: float
    deadline: float
    cancelled: Event

    @classmethod
    def of(cls, seconds: float, cancelled: Event) -> Patience:
        """Return the patience of somebody who begins to wait."""
        return cls(seconds=seconds, deadline=time.monotonic() + seconds, cancelled=cancelled)

    def at_most(self, seconds: float) -> Patience:
        """Return a shorter patience for a part of it; what is left of the whole, where that is less."""
        part = self.of(seconds, self.cancelled)
        return part if part.deadline < self.deadline else self

    def left(self) -> float:
        """Return the seconds left; raise ``Cancelled`` or ``UvTooSlow``."""
        if self.cancelled.is_set():
            raise Cancelled
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise UvTooSlow(seconds=self.seconds)
        return left


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What to run; ``environment`` is inherited where there is none."""

    command: Sequence[str]
    folder: Path | None = None
    environment: Mapping[str, str] | None = None

    def run(self, patience: Patience) -> subprocess.CompletedProcess[str]:
        """Run it to its end; where patience ends first, nothing of it is left.

        Raises ``OSError`` where it cannot be started.
        """
        patience.left()
        process = subprocess.Popen(  # noqa: S603  (no shell; the arguments are ours)
            self.command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        output, remarks = _communicate(process, patience)
        return subprocess.CompletedProcess(self.command, process.returncode, output, remarks)


def _communicate(process: subprocess.Popen[str], patience: Patience) -> tuple[str, str]:
    try:
        while True:
            try:
                return process.communicate(timeout=min(patience.left(), HEARTBEAT_SECONDS))
            except subprocess.TimeoutExpired:
                continue
    finally:
        if process.returncode is None:  # not waited for yet, so its number is still its group's
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
