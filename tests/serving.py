"""``manage.py serve`` as its operator runs it: a process of its own, set up by its environment alone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
HOST: Final = "127.0.0.1"
PATIENCE_SECONDS: Final = 300


class NotServed(Exception):
    """The server ended, or it answered nothing, before it could be used."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        port: int = listening.getsockname()[1]
        return port


@dataclass(kw_only=True)
class Server:
    """A server that can be ended, killed in parts, and started again on the same port."""

    environment: dict[str, str]
    port: int
    workers: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where it listens, with the prefix it lives under and a slash at the end."""
        return f"http://{HOST}:{self.port}{self.environment.get('SCRIPT_NAME', '')}/"

    def worker_processes(self) -> list[int]:
        """Return gunicorn's workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(child) for child in children.split()]

    def kill_worker(self) -> int:
        """Kill one worker as the kernel does when memory runs out; return which."""
        killed = self.worker_processes()[0]
        os.kill(killed, signal.SIGKILL)
        return killed

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self.process.terminate()
        self.process.wait(PATIENCE_SECONDS)

    def start_again(self) -> None:
        """Start it anew, as a new version would be."""
        self.process = _start(self.environment, self.port, self.workers)
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        """Return as soon as it says it is alive."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                message = f"manage.py serve ended with {self.process.returncode}."
                raise NotServed(message)
            try:
                with urlopen(f"{self.address}healthz", timeout=60):  # noqa: S310  # our own address
                    return
            except OSError:
                time.sleep(0.1)
        message = f"{self.address} did not answer."
        raise NotServed(message)


def _start(environment: dict[str, str], port: int, workers: int) -> subprocess.Popen[bytes]:
    command = (sys.executable, "manage.py", "serve", "--port", str(port), "--workers", str(workers))
    return subprocess.Popen(command, cwd=ROOT, env=environment)


@contextmanager
def serving(database: str, workers: int = 1, /, **settings: str) -> Iterator[Server]:
    """Serve the wizard from a database, empty or not, and stop it at the end."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "SECRET_KEY": "only-for-tests-" + "0" * 48,
        "LOG_LEVEL": "WARNING",
        "DOCTOR_PER_MINUTE": "10000",  # one client asks for all people
        "SHORT_LINKS_PER_HOUR": "10000",
        **settings,
    }
    port = free_port()
    server = Server(environment=environment, port=port, workers=workers, process=_start(environment, port, workers))
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        server.stop()
