"""The server itself: under a prefix, silent about what it is, counting across its workers, logging for machines."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.resolution.bad_indexes import dead
from tests.resolution.verifying import ROOT
from wizard.web.counters import IN_MEMORY
from wizard.web.server import Log
from wizard.wsgi import under_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TYPED = "Mallory-was-here"
SECONDS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A server that runs, and where its log lies."""

    port: int
    log: Path

    def ask(self, path: str, **headers: str) -> tuple[HTTPResponse, str]:
        """Ask anew, so that any worker may answer."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)) as asking:
            asking.request("GET", path, headers={"Accept": "text/html", **headers})
            answer = asking.getresponse()
            return answer, answer.read().decode()

    def say(self, raw: bytes) -> bytes:
        """Send bytes as they are."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS) as connection:
            connection.sendall(raw)
            with suppress(TimeoutError):
                return connection.recv(4096)
        return b""

    def answers(self) -> bool:
        """Whether it listens."""
        with suppress(OSError):
            return self.ask("/readyz")[0].status == 200
        return False


def patiently(condition: Callable[[], bool]) -> None:
    """Wait as long as a busy machine may need."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.1)


@contextmanager
def serving(database: Path, folder: Path, **settings: str) -> Iterator[Site]:
    """Serve with two workers until the test has seen enough; it must end well."""
    port = int(dead().rpartition(":")[2].partition("/")[0])
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", **settings}
    log = folder / "log.txt"
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with log.open("wb") as stderr:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=stderr)
        try:
            site = Site(port=port, log=log)
            patiently(site.answers)
            yield site
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=SECONDS) == 0
        finally:
            server.kill()
            server.wait()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def site(catalogue_database: Path, folder: Path) -> Iterator[Site]:
    before = set(IN_MEMORY.glob("uv-torch-wizard-*"))
    settings = {"SCRIPT_NAME": "/torch/", "METRICS_ENABLED": "1", "LOG_FORMAT": "json", "WEB_CONCURRENCY": "2"}
    with serving(catalogue_database, folder, **settings) as running:
        yield running
    assert set(IN_MEMORY.glob("uv-torch-wizard-*")) <= before


pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize("prefix", ["/torch", ""], ids=["passed on", "stripped"])
def test_every_link_has_the_prefix_whether_or_not_the_proxy_strips_it(prefix: str, site: Site) -> None:
    answer, page = site.ask(f"{prefix}/")
    assert answer.status == 200
    links = re.findall(r'(?:href|src|action|hx-get|hx-post)="(/[^"]*)"', page)
    assert len(links) > 20
    assert [link for link in links if not link.startswith("/torch/")] == []
    style = next(link for link in links if link.endswith(".css"))
    assert site.ask(style.removeprefix("/torch") if not prefix else style)[0].status == 200


def test_a_prefix_is_taken_off_once_and_only_as_a_whole() -> None:
    def path_of(path: str) -> Any:
        return under_prefix(lambda environ, _: environ["PATH_INFO"], "/torch")({"PATH_INFO": path}, None)

    expected = {"/torch": "/", "/torch/": "/", "/torch/torch/x": "/torch/x", "/torchlight": "/torchlight", "/": "/"}
    assert {path: path_of(path) for path in expected} == expected


def test_the_server_does_not_say_what_it_is(site: Site) -> None:
    for path in ("/", "/healthz", "/nowhere", "/static/nowhere.css", "/?" + "x" * 70_000):
        answer, page = site.ask(path)
        assert answer.getheader("Server") is None
        assert "gunicorn" not in f"{answer.getheaders()}{page}".lower()


def test_a_link_may_be_long_but_not_endless(site: Site) -> None:
    assert site.ask("/?" + "x" * 60_000)[0].status == 200
    assert site.ask("/?" + "x" * 70_000)[0].status == 414


def test_headers_that_a_proxy_would_set_are_not_believed(site: Site) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil"}
    _, text = site.ask("/doctor/", **{"User-Agent": "curl/8", "SCRIPT_NAME": "/evil", "SCRIPT-NAME": "/evil", **forged})
    assert f"http://127.0.0.1:{site.port}/torch/doctor/" in text
    assert "evil" not in text
    assert site.ask("/", Host="evil.example")[0].status == 400


def test_the_counters_are_the_sum_of_all_workers(site: Site) -> None:
    def counted() -> float:
        told = site.ask("/metrics")[1]
        found = re.search(r'wizard_requests_total\{method="GET",route="doctor-rules",status="200"\} (\S+)', told)
        return float(found[1]) if found else 0

    for _ in range(12):
        site.ask("/doctor/rules/")
    assert {counted() for _ in range(8)} == {12}


def test_the_log_is_json_and_quotes_nobody(site: Site) -> None:
    def unread() -> int:
        return site.log.read_text().count("A request could not be read.")

    before = unread()
    site.ask(f"/{TYPED}?{TYPED}", Host=TYPED)
    site.ask(f"/{TYPED}?{TYPED}", Referer=TYPED)
    assert b"400" in site.say(f"GET /{TYPED} HTTP/7.0\r\nHost: {TYPED}\r\n\r\n".encode())
    assert b"400" in site.say(f"{TYPED}\r\n\r\n".encode())
    patiently(lambda: unread() == before + 2)
    lines = [json.loads(line) for line in site.log.read_text().splitlines()]
    assert {"gunicorn.error", "wizard.access"} <= {line["logger"] for line in lines}
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    assert TYPED not in site.log.read_text()
    assert "127.0.0.1:" not in site.log.read_text().replace(f"http://127.0.0.1:{site.port} ", "")


def test_what_gunicorn_has_to_say_is_said(caplog: pytest.LogCaptureFixture) -> None:
    from gunicorn.config import Config  # noqa: PLC0415  # only here

    Log(Config()).warning("worker %s is slow", 7)
    assert caplog.messages == ["worker 7 is slow"]
