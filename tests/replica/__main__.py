"""Serve the replica: ``python -m tests.replica [PORT]``, or while a command runs: ``… -- COMMAND ARGUMENT…``.

The command finds the replica where the site's settings look for a mirror.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from tests.replica.server import Replica


def main(arguments: list[str]) -> int:
    """Print the base URL and wait for the keyboard; or run the command and return its exit code."""
    if arguments[:1] == ["--"]:
        with Replica() as replica:
            environment = os.environ | {"PYTORCH_INDEX_BASE_URL": replica.base_url}
            return subprocess.run(arguments[1:], env=environment, check=False).returncode
    with Replica(port=int(arguments[0]) if arguments else 0) as replica:
        sys.stdout.write(f"{replica.base_url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stderr.write("stopped\n")
    return 0


sys.exit(main(sys.argv[1:]))
