"""Serve the replica: ``python -m tests.replica [PORT]``, or while a command runs: ``… -- COMMAND ARGUMENT…``.

The command finds the replica where the site's settings look for a mirror.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.beside import beside
from tests.replica.server import Replica

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def mirroring() -> Iterator[dict[str, str]]:
    """Serve the replica where the site's settings look for a mirror."""
    with Replica() as replica:
        yield {"PYTORCH_INDEX_BASE_URL": replica.base_url}


def main(arguments: list[str]) -> int:
    """Print the base URL and wait for the keyboard; or run the command and return its exit code."""
    if arguments[:1] == ["--"]:
        return beside(mirroring(), arguments[1:])
    with Replica(port=int(arguments[0]) if arguments else 0) as replica:
        sys.stdout.write(f"{replica.base_url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stderr.write("stopped\n")
    return 0


sys.exit(main(sys.argv[1:]))
