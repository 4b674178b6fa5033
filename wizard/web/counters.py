"""Where workers count together; prometheus-client, which reads it when it is imported, must not be imported here."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that tells prometheus-client where the workers' files lie; ``serve`` sets it."""
IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108  (tempfile makes the names in it)
"""Where heartbeats and counters never wait for a disk."""


def shared_counters() -> str:
    """Make the folder in which workers count together, and tell prometheus-client of it."""
    os.environ[SHARED] = tempfile.mkdtemp(prefix="uv-torch-wizard-", dir=memory())
    return os.environ[SHARED]


def memory() -> str | None:
    """Return the folder that lies in memory, where there is one."""
    return str(IN_MEMORY) if os.access(IN_MEMORY, os.W_OK) else None
