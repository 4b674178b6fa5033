"""Serve the replica until interrupted: ``python -m tests.replica [PORT]``."""

import sys
import threading

from tests.replica.server import Replica


def main() -> None:
    """Print the base URL and wait for the keyboard."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with Replica(port=port) as replica:
        sys.stdout.write(f"{replica.base_url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stderr.write("stopped\n")


main()
