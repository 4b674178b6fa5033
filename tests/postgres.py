"""A real PostgreSQL on loopback while a command runs: ``python -m tests.postgres -- COMMAND ARGUMENT…``.

The command finds it where the site's settings look for their database. A cluster is made for the occasion, in a folder
that goes with it, from the server that Debian's ``postgresql`` installs.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.beside import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST: Final = "127.0.0.1"
USER: Final = "wizard"
PATIENCE_SECONDS: Final = 300
UNHURRIED: Final = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""For tests that nobody interrupts: what is lost with the power need not be written twice."""


class NoPostgres(Exception):
    """There is no server to start, or it did not."""


def programs() -> Path:
    """Return the folder of the newest server Debian has installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        message = "There is no PostgreSQL: install Debian's package postgresql."
        raise NoPostgres(message)
    return found[-1].parent


def _owner() -> str | None:
    """Return who runs the server in root's place: PostgreSQL refuses root."""
    return "postgres" if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        port: int = listening.getsockname()[1]
        return port


class Cluster:
    """One cluster in a folder of its own; it can be killed and started again, on the same port."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.data = folder / "data"
        self.port = _free_port()
        self.settings = {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "timezone": "Asia/Kathmandu",  # nothing may depend on the server's own
            **settings,
        }
        self.log = folder / "postgres.txt"
        self._server: subprocess.Popen[bytes] | None = None
        if (owner := _owner()) is not None:
            os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
        self._run("initdb", f"--username={USER}", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "data")

    def address(self, database: str = "postgres") -> str:
        """Return what ``DATABASE_URL`` is set to."""
        return f"postgres://{USER}@{HOST}:{self.port}/{database}"

    def start(self) -> None:
        """Start the server and wait until it answers; after a kill it first recovers."""
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                (programs() / "postgres", "-D", self.data, *options),
                cwd=self.data,
                user=_owner(),
                stdout=log,
                stderr=log,
                process_group=0,  # a Ctrl+C is for the command; this server is stopped after it
            )
        until = time.monotonic() + PATIENCE_SECONDS
        while self._run("pg_isready", "-h", HOST, "-p", str(self.port), check=False).returncode:
            if self._server.poll() is not None or time.monotonic() > until:
                raise NoPostgres(self.log.read_text(encoding="utf-8"))
            time.sleep(0.1)

    def stop(self) -> None:
        """End every connection and the server."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """End every process of the server at once, as a crash does: nothing is written, nobody is told."""
        if self._server is not None:
            children = Path(f"/proc/{self._server.pid}/task/{self._server.pid}/children").read_text(encoding="ascii")
            for process in (self._server.pid, *map(int, children.split())):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            self._server.wait(PATIENCE_SECONDS)

    def create(self, database: str) -> str:
        """Make an empty database and return its address."""
        self.ask(f'create database "{database}"')
        return self.address(database)

    def ask(self, sql: str, database: str = "postgres") -> str:
        """Return what ``psql`` prints for a statement."""
        asked = ("-qAtX", "-v", "ON_ERROR_STOP=1", "-d", self.address(database), "-c", sql)
        return self._run("psql", *asked).stdout.strip()

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = (str(programs() / program), *arguments)
        folder, user = self.data.parent, _owner()
        return subprocess.run(command, cwd=folder, user=user, check=check, stdout=subprocess.PIPE, text=True)


@contextmanager
def running(**settings: str) -> Iterator[Cluster]:
    """Make a cluster, start it, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="wizard-postgres-"))
    try:
        cluster = Cluster(folder, **settings)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder)


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """Start a server where the site's settings look for their database."""
    with running(**UNHURRIED) as cluster:
        yield {"DATABASE_URL": cluster.address()}


if __name__ == "__main__":
    sys.exit(beside(database(), sys.argv[sys.argv.index("--") + 1 :]))
