"""The replica's HTTP side: a threaded loopback server that keeps connections open."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

from pypi_simple import PYPI_SIMPLE_ENDPOINT

from tests.replica.complete import CompleteSite, published
from tests.replica.pages import ROOT, answer, copied

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from tests.replica.complete import Answer, Row
    from tests.replica.faults import Fault

LOOPBACK: Final = "127.0.0.1"
POLL_SECONDS: Final = 0.02
"""How soon the server notices that it should stop."""
LAST_MODIFIED: Final = "Sat, 21 Nov 2026 00:00:00 GMT"
PIECE: Final = 1_000
REPOSITORY: Final = re.compile(r"/repository/pytorch-(?P<index>[^/]+)/simple/(?P<page>[^/]+)/?")


@dataclass(slots=True, kw_only=True)
class Hosting:
    """What a server shows and how it misbehaves; both may change while it runs."""

    site: CompleteSite | None = None
    faults: dict[str, Fault] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    credentials: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, path: str, credentials: str) -> Fault | None:
        """Count a request, and return the fault of the longest prefix that still strikes."""
        with self.lock:
            self.requests[path] += 1
            self.credentials[path] = credentials
            for prefix in sorted(self.faults, key=len, reverse=True):
                fault = self.faults[prefix]
                struck = sum(count for asked, count in self.requests.items() if asked.startswith(prefix))
                if path.startswith(prefix) and (fault.times is None or struck <= fault.times):
                    return fault
        return None

    def answer(self, path: str, accept: str) -> Answer | None:
        """Return the page below any prefix, as Artifactory has one; its links keep the prefix.

        Or that of an index's own repository, as Nexus has it; its links lead to files of that repository.
        """
        prefix, root, rest = path.partition(ROOT)
        if self.site is None:
            return answer(path)
        repository = REPOSITORY.fullmatch(path)
        if repository:
            found = self.site.answer(f"{ROOT}{repository['index']}/{repository['page']}", accept)
            return (found[0], found[1].replace(f'"{ROOT}'.encode(), b'"../../packages/whl/')) if found else None
        if not prefix or not root:
            return self.site.answer(path, accept)
        found = self.site.answer(root + rest, accept)
        return (found[0], found[1].replace(f'"{ROOT}'.encode(), f'"{prefix}{ROOT}'.encode())) if found else None


PLAIN: Final = Hosting()
"""What a server without one of its own hosts: the judge's pages."""


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
        hosting: Hosting = getattr(self.server, "hosting", PLAIN)
        given = self.headers.get("Authorization", "")
        fault = hosting.note(path, given) if hosting is not PLAIN else None
        if fault:
            time.sleep(fault.delay)
        if fault and fault.status:
            self._answer(HTTPStatus(fault.status), fault.body, dict(fault.headers), fault)
            return
        package = None if hosting.site else copied(path)
        if package:
            self._redirect(f"{_package_index()}/{package}/")
            return
        found = hosting.answer(path, self.headers.get("Accept", ""))
        content_type, body = found or ("text/plain; charset=utf-8", b"not here\n")
        headers = {"Content-Type": content_type, "Cache-Control": "max-age=600", "Vary": "Accept"}
        if found:
            headers |= {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "Last-Modified": LAST_MODIFIED}
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        if found and self._is_fresh(headers["ETag"]):
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self._answer(status, body if with_body else None, headers | {"Content-Length": str(len(body))}, fault)

    def _is_fresh(self, etag: str) -> bool:
        """Say whether the reader has this page already; a given ETag decides alone (RFC 9110, 13.1.3)."""
        given = self.headers.get("If-None-Match")
        return etag in given if given else self.headers.get("If-Modified-Since") == LAST_MODIFIED

    def _answer(self, status: HTTPStatus, body: bytes | None, headers: dict[str, str], fault: Fault | None) -> None:
        """Send an answer whole, or as badly as the fault says."""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body or b""))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        if not body:
            return
        whole = body if fault is None or fault.cut is None else body[: fault.cut]
        step = PIECE if fault and fault.pause else len(body)
        for start in range(0, len(whole), step):
            self.wfile.write(whole[start : start + step])
            if fault and fault.pause:
                self.wfile.flush()
                time.sleep(fault.pause)
        if len(whole) < len(body):
            self.close_connection = True

    def _redirect(self, address: str) -> None:
        self._answer(HTTPStatus.FOUND, None, {"Location": address}, None)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class names it)
        """Stay silent: a judged configuration makes dozens of requests."""


def _package_index() -> str:
    """Return the index uv itself asks here for everything else."""
    return os.environ.get("UV_DEFAULT_INDEX", PYPI_SIMPLE_ENDPOINT).rstrip("/")


class Server(ThreadingHTTPServer):
    """A server that carries what it hosts; a reader that hangs up in the middle of a page is no news."""

    daemon_threads = True

    def __init__(self, port: int, hosting: Hosting) -> None:
        super().__init__((LOOPBACK, port), Handler)
        self.hosting = hosting

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report whatever is our own mistake."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Replica:
    """PyTorch's ``/whl/`` on a free loopback port, for as long as the ``with`` block lasts.

    The judge's pages, or with ``complete`` those of every published wheel of the shipped catalogue, and PyPI's below
    ``/pypi/simple/``. ``show()`` serves other rows, ``faults`` maps the beginning of a path to what goes wrong there,
    ``requests`` counts by path; all while it runs.
    """

    def __init__(self, *, port: int = 0, complete: bool = False, json: bool = False) -> None:
        """Bind the port at once, so that ``base_url`` is known before anything is served."""
        self._json = json
        self._hosting = Hosting(site=CompleteSite(published(), json_everywhere=json) if complete else None)
        self._server = Server(port, self._hosting)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(POLL_SECONDS,), daemon=True)

    @property
    def base_url(self) -> str:
        """Return what replaces ``https://download.pytorch.org/whl``."""
        return f"{self.host_url}/whl"

    @property
    def pypi_url(self) -> str:
        """Return what stands for PyPI's simple index, where the replica is complete."""
        return f"{self.host_url}/pypi/simple"

    @property
    def host_url(self) -> str:
        """Return the address without a path."""
        return f"http://{LOOPBACK}:{self._server.server_port}"

    @property
    def says_sizes(self) -> bool:
        """Say whether PyTorch's pages are JSON too, which their own never are."""
        return self._json

    @property
    def faults(self) -> dict[str, Fault]:
        """What goes wrong, by the beginning of the path; the longest counts."""
        return self._hosting.faults

    @property
    def requests(self) -> Counter[str]:
        """How often each path was asked for; a fault's ``times`` count from the last ``clear()``."""
        return self._hosting.requests

    @property
    def credentials(self) -> dict[str, str]:
        """The ``Authorization`` that came with the last request of each path."""
        return self._hosting.credentials

    def show(self, rows: Sequence[Row]) -> None:
        """Serve these rows of a ``wheels.csv`` from now on."""
        self._hosting.site = CompleteSite(rows, json_everywhere=self._json)

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
