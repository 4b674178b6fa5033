"""The replica's HTTP side: a threaded loopback server that keeps connections open."""

from __future__ import annotations

import os
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

from pypi_simple import PYPI_SIMPLE_ENDPOINT

from tests.replica.pages import answer, copied

if TYPE_CHECKING:
    from types import TracebackType

LOOPBACK: Final = "127.0.0.1"
POLL_SECONDS: Final = 0.02
"""How soon the server notices that it should stop."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from the precomputed pages."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        """Send a page, the address of the page it copies, or 404 for whatever the replica does not hold."""
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        """Send a page's headers."""
        self._send(with_body=False)

    def _send(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        package = copied(path)
        if package:
            self._redirect(f"{_package_index()}/{package}/")
            return
        found = answer(path)
        content_type, body = found or ("text/plain; charset=utf-8", b"not here\n")
        self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class names it)
        """Stay silent: a judged configuration makes dozens of requests."""


def _package_index() -> str:
    """Return the index uv itself asks here for everything else."""
    return os.environ.get("UV_DEFAULT_INDEX", PYPI_SIMPLE_ENDPOINT).rstrip("/")


class Replica:
    """PyTorch's ``/whl/`` on a free loopback port, for as long as the ``with`` block lasts."""

    def __init__(self, *, port: int = 0) -> None:
        """Bind the port at once, so that ``base_url`` is known before anything is served."""
        self._server = ThreadingHTTPServer((LOOPBACK, port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(POLL_SECONDS,), daemon=True)

    @property
    def base_url(self) -> str:
        """Return what replaces ``https://download.pytorch.org/whl``."""
        return f"http://{LOOPBACK}:{self._server.server_port}/whl"

    def __enter__(self) -> Self:
        """Start serving."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
