"""Many requests over loopback: ``manage.py serve`` with gunicorn, and a client light enough not to be the limit."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urljoin

from tests.bench.inside import OK, WrongAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

HOST: Final = "127.0.0.1"
CLIENTS: Final = 4
PATIENCE_SECONDS: Final = 300


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """Start the product's own server with its own database, yield its port, and stop it."""
    port = _free_port()
    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'served.sqlite3'}", "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with (folder / "serve.txt").open("wb") as log:
        server = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_SECONDS)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        port: int = listening.getsockname()[1]
        return port


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with Client(port) as client:
                client.get("/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return
    message = "manage.py serve did not start."
    raise WrongAnswer(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A body as it was sent, compressed or not."""

    encoding: str
    body: bytes


class Client:
    """One keep-alive connection; it reads headers only as far as it must."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE_SECONDS)
        self.file = self.socket.makefile("rb")
        self.host = f"{HOST}:{port}"

    def __enter__(self) -> Self:
        """Give the open connection."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.file.close()
        self.socket.close()

    def request(self, path: str, *headers: str) -> bytes:
        """Return the bytes of a request."""
        lines = (f"GET {path} HTTP/1.1", f"Host: {self.host}", *headers)
        return "".join(f"{line}\r\n" for line in (*lines, "")).encode()

    def preview(self, path: str) -> bytes:
        """Return the bytes of a request as htmx sends it."""
        return self.request(path, "HX-Request: true", f"HX-Current-URL: http://{self.host}/")

    def get(self, path: str, *headers: str) -> Answer:
        """Ask for a path."""
        return self.send(self.request(path, *headers))

    def send(self, request: bytes) -> Answer:
        """Send a request and read the answer."""
        self.socket.sendall(request)
        status = self.file.readline()
        length, encoding = 0, "not compressed"
        while (line := self.file.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            elif name.lower() == b"content-encoding":
                encoding = value.strip().decode()
        body = self.file.read(length)
        if status.split()[1:2] != [str(OK).encode()]:
            message = f"{request.split()[1].decode()} answered {status.decode().strip()}"
            raise WrongAnswer(message)
        return Answer(encoding=encoding, body=body)


def throughput(port: int, paths: Sequence[str], times: int = 1) -> float:
    """Return how many requests a second are answered when all clients ask for all paths, each a share of them."""
    shares = [paths[number::CLIENTS] or paths for number in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as clients:
        started = time.perf_counter()
        counts = clients.map(lambda share: _ask(port, share, times), shares)
        return sum(counts) / (time.perf_counter() - started)


def _ask(port: int, paths: Sequence[str], times: int) -> int:
    with Client(port) as client:
        requests = [client.preview(path) for path in paths] * times
        for request in requests:
            client.send(request)
    return len(requests)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLoad:
    """What a browser fetches to show a page for the first time."""

    page: Answer
    files: dict[str, Answer]

    @property
    def requests(self) -> int:
        """The page and its files."""
        return 1 + len(self.files)

    @property
    def sent(self) -> int:
        """The bytes of all bodies, as sent."""
        return len(self.page.body) + sum(len(answer.body) for answer in self.files.values())


def first_load(port: int, path: str) -> FirstLoad:
    """Fetch a page and everything it names, as a browser that accepts gzip would."""
    accept = "Accept-Encoding: gzip"
    with Client(port) as client:
        plain = client.get(path).body.decode()
        wanted = _Files(path)
        wanted.feed(plain)
        files = {name: client.get(name, accept) for name in wanted.paths}
        for sheet in [name for name in wanted.paths if name.endswith(".css")]:
            for found in re.findall(r"url\([\"']?([^\"')#]+)", client.get(sheet).body.decode()):
                if not found.startswith("data:"):
                    files[urljoin(sheet, found)] = client.get(urljoin(sheet, found), accept)
        return FirstLoad(page=client.get(path, accept), files=files)


class _Files(HTMLParser):
    """The addresses a browser fetches by itself."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.paths: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag makes the browser fetch."""
        given = dict(attrs)
        fetched = {"script": given.get("src"), "img": given.get("src"), "use": given.get("href")}
        if tag == "link" and set((given.get("rel") or "").split()) & {"stylesheet", "icon", "preload"}:
            fetched["link"] = given.get("href")
        address = (fetched.get(tag) or "").partition("#")[0]
        path = urljoin(self.base, address)
        if address and not address.startswith("data:") and path not in self.paths:
            self.paths.append(path)
