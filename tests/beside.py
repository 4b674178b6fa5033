"""Runs a command beside something that serves it, and stops with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

ENDED_BY: Final = 128
"""What a shell adds to the number of a signal."""


def beside(serving: AbstractContextManager[Mapping[str, str]], command: list[str]) -> int:
    """Run the command with the variables it is given; a signal to this process goes to it, and it has the last word."""
    running: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, _: object) -> None:
        if not running:
            sys.exit(ENDED_BY + number)
        running[0].send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    with serving as variables:
        running.append(subprocess.Popen(command, env={**os.environ, **variables}))
        code = running[0].wait()
    return code if code >= 0 else ENDED_BY - code
