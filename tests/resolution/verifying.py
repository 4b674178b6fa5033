"""``manage.py verify`` as a process of its own: what it says, and whether anything of it is left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.resolution.running import INHERITED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT: Final = Path(__file__).resolve().parents[2]
COMMAND: Final = (sys.executable, "manage.py", "verify")
SECONDS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """Runs the command on a database that has the shipped catalogue, with a TMPDIR of its own."""

    folder: Path
    database: Path
    stderr: int = subprocess.PIPE

    @property
    def temporary(self) -> Path:
        """The folder for temporary files."""
        return self.folder / "temporary"

    def run(
        self, *arguments: str, before: Sequence[str | Path] = (), **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end; ``before`` is a command that runs this one."""
        process = self.start(*arguments, before=before, **variables)
        output, errors = process.communicate(timeout=SECONDS)
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def start(self, *arguments: str, before: Sequence[str | Path] = (), **variables: str) -> subprocess.Popen[str]:
        """Start without waiting."""
        inherited = {name: value for name, value in os.environ.items() if name in INHERITED}
        own = {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "TMPDIR": str(self.temporary),
            "UV_HTTP_RETRIES": "0",
            "PYTHONWARNINGS": "error",
            "PYTHONIOENCODING": "utf-8",
        }
        return subprocess.Popen(
            [*before, *COMMAND, *arguments],
            cwd=ROOT,
            env=inherited | own | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            text=True,
        )

    def left(self) -> list[str]:
        """Return the temporary files and the processes that are still there."""
        return [*map(str, self.temporary.iterdir()), *(str(pid) for pid in self.processes())]

    def processes(self) -> list[int]:
        """Return the processes that were started with this TMPDIR, by their environment."""
        mark = f"TMPDIR={self.temporary}".encode()
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if mark in _read(path)]


def until(condition: Callable[[], object]) -> None:
    """Wait for what must happen soon."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # ended meanwhile, or somebody else's
        return b""
