"""Stands in for download.pytorch.org: an HTTPS proxy that answers for that host from the replica and tunnels the rest.

``--torch-backend`` has that host built in. A process of its own, because the tests' process may reach loopback only:
``python -m tests.replica.impostor`` prints the proxy's address and serves until its standard input ends.
"""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import trustme

from tests.replica.pages import site
from tests.replica.server import LOOPBACK, Handler

HOST: Final = "download.pytorch.org"
CHUNK: Final = 65_536
CONNECT_SECONDS: Final = 10
RESOLVING: Final = threading.Lock()


class Server(ThreadingHTTPServer):
    """Keeps the one certificate all connections share; uv is told not to verify it (``UV_INSECURE_HOST``)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), Proxy)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert(HOST).configure_cert(self.tls)


class Proxy(BaseHTTPRequestHandler):
    """Answers CONNECT, the only request an HTTPS client makes of its proxy."""

    def do_CONNECT(self) -> None:
        """Play the host, or connect to the real one."""
        host, _, port = self.path.rpartition(":")
        self.close_connection = True
        if host == HOST:
            self._established()
            self._impersonate()
            return
        try:
            remote = _reach(host, int(port))
        except OSError as error:
            with suppress(OSError):
                self.send_error(HTTPStatus.BAD_GATEWAY, str(error))
            return
        self._established()
        _tunnel(self.connection, remote)

    def _established(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.end_headers()

    def _impersonate(self) -> None:
        with (
            suppress(ssl.SSLError, ConnectionError),
            cast("Server", self.server).tls.wrap_socket(self.connection, server_side=True) as secured,
        ):
            Handler(secured, self.client_address, self.server)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class names it)
        """Stay silent, as the replica does."""


def _reach(host: str, port: int) -> socket.socket:
    """Connect as this machine does: directly, or through the proxy it is told to use."""
    proxy = urlsplit(getproxies().get("https", ""))
    if not proxy.hostname or proxy_bypass(host):
        return _connect(host, port)
    remote = _connect(proxy.hostname, proxy.port or 80)
    remote.sendall(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
    answer = b""
    while not answer.endswith(b"\r\n\r\n") and (byte := remote.recv(1)):
        answer += byte
    if answer.split(b" ")[1:2] != [b"200"]:
        remote.close()
        raise ConnectionRefusedError(answer.decode(errors="replace"))
    return remote


def _connect(host: str, port: int) -> socket.socket:
    with RESOLVING:
        address = _address(host)
    return socket.create_connection((address, port), CONNECT_SECONDS)


@cache
def _address(host: str) -> str:
    """Resolve a name once: hundreds of runs of uv would each ask, many at a time."""
    return socket.gethostbyname(host)


def _tunnel(client: socket.socket, remote: socket.socket) -> None:
    remote.settimeout(None)
    with remote:
        back = threading.Thread(target=_copy, args=(remote, client), daemon=True)
        back.start()
        _copy(client, remote)
        back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def main() -> None:
    """Make the pages, say where, and serve until whoever started this closes the pipe."""
    site()
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdout.write(f"http://{LOOPBACK}:{server.server_port}\n")
        sys.stdout.flush()
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
