"""Indexes that go wrong, on loopback: one that never answers, one whose metadata is garbage, one too big for a disk."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOPBACK = "127.0.0.1"
WHEEL = "torch-2.13.0+cu130-cp312-cp312-manylinux_2_28_x86_64.whl"
FILE = f'<a href="/{WHEEL.replace("+", "%2B")}#sha256={"0" * 64}" data-core-metadata="true">{WHEEL}</a>\n'
GARBAGE = b"\x00\xff this is no metadata\n"


class Garbled(BaseHTTPRequestHandler):
    """Lists one wheel of torch, and has garbage for its metadata."""

    def do_GET(self) -> None:
        """Send the page or the garbage."""
        is_metadata = self.path.endswith(".metadata")
        body = GARBAGE if is_metadata else f"<!DOCTYPE html><html><body>{self.links()}</body></html>".encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/plain" if is_metadata else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def links(self) -> str:
        """Return what the page lists."""
        return FILE

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class names it)
        """Stay silent."""


class Huge(Garbled):
    """Lists so many wheels that a small disk cannot hold the page."""

    def links(self) -> str:
        """Return four megabytes."""
        return "".join(FILE.replace("cp312-cp312", f"{number}-cp312-cp312") for number in range(20_000))


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve, and yield what replaces ``https://download.pytorch.org/whl``."""
    with ThreadingHTTPServer((LOOPBACK, 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://{LOOPBACK}:{server.server_port}/whl"
        server.shutdown()
        thread.join()


@contextmanager
def silent() -> Iterator[str]:
    """Accept connections, and never answer."""
    with socket.create_server((LOOPBACK, 0)) as server:
        yield f"http://{LOOPBACK}:{server.getsockname()[1]}/whl"


def dead() -> str:
    """Return an address where nobody listens."""
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
    return f"http://{LOOPBACK}:{port}/whl"
