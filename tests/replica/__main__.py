"""Serve the replica: ``python -m tests.replica [PORT]``, or while a command runs: ``… -- COMMAND ARGUMENT…``.

The command finds the replica where the site's settings look for a mirror.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import Final

from tests.replica.server import Replica

ENDED_BY: Final = 128
"""What a shell adds to the number of a signal."""


def run(command: list[str]) -> int:
    """Run the command beside the replica; what stops this process stops the command, which then has the last word."""
    running: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, _: object) -> None:
        if not running:
            sys.exit(ENDED_BY + number)
        running[0].send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    with Replica() as replica:
        running.append(subprocess.Popen(command, env=os.environ | {"PYTORCH_INDEX_BASE_URL": replica.base_url}))
        code = running[0].wait()
    return code if code >= 0 else ENDED_BY - code


def main(arguments: list[str]) -> int:
    """Print the base URL and wait for the keyboard; or run the command and return its exit code."""
    if arguments[:1] == ["--"]:
        return run(arguments[1:])
    with Replica(port=int(arguments[0]) if arguments else 0) as replica:
        sys.stdout.write(f"{replica.base_url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stderr.write("stopped\n")
    return 0


sys.exit(main(sys.argv[1:]))
