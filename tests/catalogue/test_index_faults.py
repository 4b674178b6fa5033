"""What goes wrong is asked for again where that helps, and refused in words where it does not."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from types import SimpleNamespace

import pytest
import requests
from requests.exceptions import ConnectionError as NotConnected
from requests.exceptions import ProxyError, RequestException, SSLError, Timeout

from tests.catalogue.index_pages import IMPATIENT, NEW, PATH, QUICK, TORCH, html, link, refusal_of, whole
from tests.replica import Replica
from tests.replica.faults import HOSTILE, Fault
from wizard.catalogue.index import IndexRefusal, WebSource
from wizard.catalogue.index.asking import _reason
from wizard.catalogue.index.deadlines import POOLS, TimedAdapter
from wizard.catalogue.index.refusals import (
    Denied,
    EmptyPage,
    MovedElsewhere,
    Refused,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Truncated,
    Unreachable,
    WrongContent,
)

pytestmark = pytest.mark.enable_socket


def test_what_passes_is_asked_again(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault(status=503, times=2)
    assert whole(source.page(TORCH, NEW)).files
    assert replica.requests[PATH] == 3


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited between asking and asking again; nothing waits here."""
    waits: list[float] = []
    monkeypatch.setattr("urllib3.util.retry.time", SimpleNamespace(sleep=waits.append, time=time.time))
    return waits


def test_retry_after_is_honoured_up_to_a_limit(source: WebSource, replica: Replica, slept: list[float]) -> None:
    replica.faults[PATH] = Fault(status=429, headers={"Retry-After": "3600"}, times=1)
    assert whole(source.page(TORCH, NEW)).files
    assert slept == [QUICK.retry_after_seconds]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_does_not_pass_is_refused(source: WebSource, replica: Replica, status: int) -> None:
    replica.faults[PATH] = Fault(status=status)
    refusal = refusal_of(source)
    assert isinstance(refusal, Refused)
    assert f"status {status}" in str(refusal)
    assert replica.requests[PATH] == 3


def test_asking_again_ends_after_a_while(replica: Replica) -> None:
    replica.faults[PATH] = Fault(status=503, delay=0.1)
    stubborn = replace(QUICK, retries=50, total_seconds=0.3, backoff_seconds=0.0)
    with WebSource(replica.base_url, limits=stubborn) as source:
        assert isinstance(refusal_of(source), Refused | TooSlow)
    assert replica.requests[PATH] <= 4  # one for each tenth of a second, and the one under way


@pytest.mark.parametrize("status", [401, 403, 407])
def test_a_closed_door_asks_for_credentials(source: WebSource, replica: Replica, status: int) -> None:
    replica.faults[PATH] = Fault(status=status)
    assert isinstance(refusal_of(source), Denied)
    assert replica.requests[PATH] == 1


@pytest.mark.parametrize("status", [204, 304, 418])
def test_an_answer_nobody_asked_for_is_refused(source: WebSource, replica: Replica, status: int) -> None:
    replica.faults[PATH] = Fault(status=status)
    assert type(refusal_of(source)) is Refused


@pytest.fixture
def impatient(replica: Replica) -> Iterator[WebSource]:
    with WebSource(replica.base_url, replica.pypi_url, limits=IMPATIENT) as opened:
        yield opened


def test_silence_is_refused(impatient: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault(delay=1)
    refusal = refusal_of(impatient)
    assert isinstance(refusal, Unreachable)
    assert "did not answer in time" in str(refusal)


def test_silence_within_a_page_is_refused(impatient: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault(pause=1)
    assert isinstance(refusal_of(impatient), Unreachable)


def test_a_page_that_drips_is_refused(impatient: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault(status=200, body=b" " * 100_000, pause=0.05)
    assert "was not read within 2 seconds" in str(refusal_of(impatient))


@pytest.fixture
def dripping() -> Iterator[Dripping]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        found = Dripping(server)
        found.start()
        yield found


class Dripping(threading.Thread):
    """A server that sends one byte of its headers after the other, every tenth of a second."""

    def __init__(self, server: socket.socket) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.address = f"http://127.0.0.1:{server.getsockname()[1]}"
        self.came_to_its_end = False

    def run(self) -> None:
        with suppress(OSError), self.server.accept()[0] as connection:
            for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100:
                connection.sendall(bytes([byte]))
                time.sleep(0.1)
            self.came_to_its_end = True


@pytest.mark.parametrize("through_proxy", [False, True])
def test_headers_that_drip_are_refused(
    dripping: Dripping, monkeypatch: pytest.MonkeyPatch, *, through_proxy: bool
) -> None:
    if through_proxy:
        monkeypatch.setenv("http_proxy", dripping.address)
    base = "http://pytorch.example/whl" if through_proxy else dripping.address
    with WebSource(base, limits=replace(QUICK, total_seconds=1, retries=0)) as source:
        assert "was not read within 1 seconds" in str(refusal_of(source))
    assert not dripping.came_to_its_end


def test_a_proxy_that_has_pools_of_its_own_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    socks = type("Socks", (), {"pool_classes_by_scheme": {}})()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "proxy_manager_for", lambda *_: socks)
    assert TimedAdapter().proxy_manager_for("socks5://127.0.0.1:9").pool_classes_by_scheme == {}
    monkeypatch.undo()
    assert TimedAdapter().proxy_manager_for("http://127.0.0.1:9").pool_classes_by_scheme == POOLS


def test_redirects_have_no_more_time_together_than_a_page(replica: Replica) -> None:
    replica.faults[PATH] = Fault(status=302, headers={"Location": PATH}, delay=0.25)
    with WebSource(replica.base_url, limits=replace(QUICK, total_seconds=0.6, redirects=50)) as source:
        assert isinstance(refusal_of(source), TooSlow)
    assert replica.requests[PATH] < 50  # the time is over before the redirects are


def test_a_server_that_wants_to_be_asked_later_is_not_waited_for_beyond_the_time(
    replica: Replica, slept: list[float]
) -> None:
    replica.faults[PATH] = Fault(status=429, headers={"Retry-After": "3600"})
    with WebSource(replica.base_url, limits=replace(QUICK, total_seconds=20, retry_after_seconds=30)) as source:
        assert isinstance(refusal_of(source), Refused)
    assert slept
    assert max(slept) <= 20


def test_nobody_there_is_refused() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with WebSource(f"http://127.0.0.1:{port}/whl", limits=QUICK) as source:
        assert "could not be reached" in str(refusal_of(source))


@pytest.mark.parametrize("cut", [0, 100, 2_000])
def test_half_a_page_is_refused(source: WebSource, replica: Replica, cut: int) -> None:
    replica.faults[PATH] = Fault(cut=cut)
    refusal = refusal_of(source)
    assert isinstance(refusal, Truncated)
    assert "damaged or incomplete" in str(refusal)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.93, 0.999])
def test_a_page_cut_short_upstream_is_refused_though_its_length_is_right(
    source: WebSource, replica: Replica, share: float
) -> None:
    page = requests.get(f"{replica.base_url}/cu132/torch/", timeout=60).content
    replica.faults[PATH] = Fault.page(page[: int(len(page) * share)])
    assert isinstance(refusal_of(source), Truncated)


def test_a_body_that_cannot_be_unpacked_is_refused(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault(status=200, headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8b garbage")
    assert isinstance(refusal_of(source), Truncated)


def test_a_packed_page_is_read(source: WebSource, replica: Replica) -> None:
    packed = gzip.compress(html(link("torch-2.9.1-py3-none-any.whl")))
    replica.faults[PATH] = Fault(status=200, headers={"Content-Encoding": "gzip"}, body=packed)
    assert whole(source.page(TORCH, NEW)).files[0].version == "2.9.1"


@pytest.mark.parametrize("body", [b" " * 6_000_000, gzip.compress(b" " * 30_000_000)], ids=["announced", "unpacked"])
def test_a_huge_page_is_refused(source: WebSource, replica: Replica, body: bytes) -> None:
    encoding = {"Content-Encoding": "gzip"} if body.startswith(b"\x1f\x8b") else {}
    replica.faults[PATH] = Fault(status=200, headers=encoding, body=body)
    refusal = refusal_of(source)
    assert isinstance(refusal, TooLarge)
    assert "5000000 bytes" in str(refusal)


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (bytes(range(256)) * 10, "text/html", WrongContent),
        (b"moved to the new intranet", "text/html", EmptyPage),
        (b"PK\x03\x04", "application/zip", WrongContent),
        (b"", "text/html", EmptyPage),
    ],
)
def test_garbage_is_refused(
    source: WebSource, replica: Replica, body: bytes, content_type: str, kind: type[IndexRefusal]
) -> None:
    replica.faults[PATH] = Fault.page(body, content_type)
    assert isinstance(refusal_of(source), kind)


def test_a_hostile_page_gives_its_three_harmless_files(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault.page(HOSTILE)
    assert sorted(file.version for file in whole(source.page(TORCH, NEW)).files) == ["9.8.6", "9.9.6", "9.9.7"]


def test_a_redirect_on_the_same_host_is_followed(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault.redirect("/prefix/whl/cu132/torch/")
    files = whole(source.page(TORCH, NEW)).files
    assert files[0].url.startswith(f"{replica.host_url}/prefix/whl/cu132/")


@pytest.mark.parametrize("target", ["http://localhost:9/whl/", "https://127.0.0.1.example/", "file:///etc/passwd"])
def test_a_redirect_to_another_host_is_refused(source: WebSource, replica: Replica, target: str) -> None:
    replica.faults[PATH] = Fault.redirect(target.replace("//", "//me:secret@"))
    said = str(refusal_of(source))
    assert f"redirects to {target}" in said
    assert said.startswith(replica.host_url)
    assert "secret" not in said


def test_a_redirect_to_nowhere_is_refused(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault.redirect("http://[bad")
    assert isinstance(refusal_of(source), MovedElsewhere)


def test_redirects_without_an_end_are_refused(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault.redirect(PATH)
    refusal = refusal_of(source)
    assert isinstance(refusal, TooManyRedirects)
    assert "redirects too many times" in str(refusal)
    assert replica.requests[PATH] == 6


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SSLError(), "certificate"),
        (ProxyError("http://me:secret@proxy"), "through the proxy"),
        (Timeout(), "in time"),
        (NotConnected(), "could not be reached"),
    ],
)
def test_a_failure_is_told_in_our_own_words(error: RequestException, reason: str) -> None:
    assert reason in _reason(error)
    assert "secret" not in _reason(error)
