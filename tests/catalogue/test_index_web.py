"""Pages from the web: asked for once where once is enough, again where that helps, and refused when damaged."""

from __future__ import annotations

import gzip
import hashlib
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from requests.exceptions import ConnectionError as NotConnected
from requests.exceptions import ProxyError, RequestException, SSLError, Timeout

from tests.catalogue.index_pages import NAME, html, link
from tests.replica import Replica
from tests.replica.faults import HOSTILE, Fault
from wizard.catalogue.index import IndexFile, IndexPage, IndexRefusal, Missing, NotModified, Page, Validators, WebSource
from wizard.catalogue.index.asking import Client, Limits, Response, _reason
from wizard.catalogue.index.refusals import (
    Denied,
    EmptyPage,
    MovedElsewhere,
    NoIndexAddress,
    Refused,
    TooLarge,
    TooManyRedirects,
    Truncated,
    Unreachable,
    WrongContent,
    WrongMetadata,
)

pytestmark = pytest.mark.enable_socket

TORCH = Page("cu132", "torch")
PATH = "/whl/cu132/torch/"
NEW = Validators()
QUICK = Limits(
    read_seconds=0.3, total_seconds=2, retries=2, backoff_seconds=0.01, retry_after_seconds=0.05, page_bytes=5_000_000
)


@pytest.fixture(scope="module")
def running() -> Iterator[Replica]:
    with Replica(complete=True) as replica:
        yield replica


@pytest.fixture
def replica(running: Replica) -> Replica:
    running.faults.clear()
    running.requests.clear()
    return running


@pytest.fixture
def source(replica: Replica) -> Iterator[WebSource]:
    with WebSource(replica.base_url, replica.pypi_url, limits=QUICK) as opened:
        yield opened


def whole(answer: object) -> IndexPage:
    assert isinstance(answer, IndexPage)
    return answer


def refusal_of(source: WebSource, page: Page = TORCH) -> IndexRefusal:
    with pytest.raises(IndexRefusal) as caught:
        source.page(page, NEW)
    assert (caught.value.index, caught.value.package) == (page.index, page.package)
    return caught.value


def test_a_page_comes_with_what_to_ask_by_next_time(source: WebSource, replica: Replica) -> None:
    page = whole(source.page(TORCH, NEW))
    assert {file.version for file in page.files} >= {"2.13.0+cu132"}
    assert page.validators.etag
    assert page.validators.last_modified
    assert source.page(TORCH, page.validators) == NotModified(validators=page.validators)
    by_date = Validators(last_modified=page.validators.last_modified)
    assert source.page(TORCH, by_date) == NotModified(validators=by_date)
    assert whole(source.page(TORCH, Validators(etag='"another"'))).files == page.files
    assert replica.requests[PATH] == 4


def test_pypis_pages_are_json_with_sizes(source: WebSource) -> None:
    files = whole(source.page(Page("pypi", "torch"), NEW)).files
    assert all(file.size_bytes and file.sha256 and not file.listed_from_root for file in files)


def test_what_an_index_lacks_is_missing(source: WebSource) -> None:
    assert source.page(Page("cu132", "numpy"), NEW) == Missing()


def test_a_bucket_forbids_what_it_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "https://download.pytorch.org/whl": Missing(),
        "https://mirror.example/whl": None,
    }
    monkeypatch.setattr(
        Client, "get", lambda _, request: Response(status=403, headers={}, content=b"", url=request.url)
    )
    for base, expected in answers.items():
        with WebSource(base) as source:
            if expected:
                assert source.page(TORCH, NEW) == expected
            else:
                assert isinstance(refusal_of(source), Denied)


def test_accelerators_are_read_off_the_root_and_off_its_list_of_torch(source: WebSource, replica: Replica) -> None:
    found = source.accelerators()
    assert {"cpu", "cu117", "cu132", "rocm5.4.2", "rocm7.2", "xpu"} <= found
    replica.faults["/whl/torch/"] = Fault(status=404)
    assert source.accelerators() == found
    replica.faults["/whl/"] = Fault(status=404)
    assert source.accelerators() == frozenset()
    del replica.faults["/whl/torch/"]
    replica.faults["/whl/"] = Fault.page(html(link("torch", url="torch/")))
    replica.faults["/whl/torch/"] = Fault.page(html(link(url=f"/whl/cu199/{NAME}")))
    assert source.accelerators() == {"cu199"}


def test_what_passes_is_asked_again(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault(status=503, times=2)
    assert whole(source.page(TORCH, NEW)).files
    assert replica.requests[PATH] == 3


def test_retry_after_is_honoured_up_to_a_limit(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault(status=429, headers={"Retry-After": "3600"}, times=1)
    started = time.monotonic()
    assert whole(source.page(TORCH, NEW)).files
    assert 0.05 <= time.monotonic() - started < 5


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_does_not_pass_is_refused(source: WebSource, replica: Replica, status: int) -> None:
    replica.faults[PATH] = Fault(status=status)
    refusal = refusal_of(source)
    assert isinstance(refusal, Refused)
    assert f"status {status}" in str(refusal)
    assert replica.requests[PATH] == 3


def test_asking_again_ends_after_a_while(replica: Replica) -> None:
    replica.faults[PATH] = Fault(status=503, delay=0.1)
    patient = replace(QUICK, retries=50, total_seconds=0.3, backoff_seconds=0.0)
    with WebSource(replica.base_url, limits=patient) as source:
        assert isinstance(refusal_of(source), Refused)
    assert 2 <= replica.requests[PATH] <= 6


@pytest.mark.parametrize("status", [401, 403, 407])
def test_a_closed_door_asks_for_credentials(source: WebSource, replica: Replica, status: int) -> None:
    replica.faults[PATH] = Fault(status=status)
    assert isinstance(refusal_of(source), Denied)
    assert replica.requests[PATH] == 1


@pytest.mark.parametrize("status", [204, 304, 418])
def test_an_answer_nobody_asked_for_is_refused(source: WebSource, replica: Replica, status: int) -> None:
    replica.faults[PATH] = Fault(status=status)
    assert type(refusal_of(source)) is Refused


def test_silence_is_refused(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault(delay=1)
    refusal = refusal_of(source)
    assert isinstance(refusal, Unreachable)
    assert "did not answer in time" in str(refusal)


def test_silence_within_a_page_is_refused(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault(pause=1)
    assert isinstance(refusal_of(source), Unreachable)


def test_a_page_that_drips_is_refused(source: WebSource, replica: Replica) -> None:
    replica.faults[PATH] = Fault(status=200, body=b" " * 100_000, pause=0.05)
    started = time.monotonic()
    assert "was not read within 2 seconds" in str(refusal_of(source))
    assert time.monotonic() - started < 4


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


def metadata_file(source: WebSource) -> IndexFile:
    return next(file for file in whole(source.page(TORCH, NEW)).files if "x86_64" in file.platform_tag)


def test_metadata_lie_beside_the_wheel(source: WebSource) -> None:
    file = metadata_file(source)
    text = source.metadata(file)
    assert text is not None
    assert f"Version: {file.version}" in text
    assert hashlib.sha256(text.encode()).hexdigest() == file.metadata_sha256
    assert source.metadata(replace(file, url=f"{file.url}?token=1")) == text


def test_metadata_nobody_promised_are_not_asked_for(source: WebSource, replica: Replica) -> None:
    file = replace(metadata_file(source), has_metadata=False)
    replica.requests.clear()
    assert source.metadata(file) is None
    assert not replica.requests


def test_metadata_that_are_not_there_are_none(source: WebSource) -> None:
    file = metadata_file(source)
    assert source.metadata(replace(file, url=file.url.replace("torch-", "torch-0"))) is None


@pytest.mark.parametrize(
    ("body", "promised", "problem"), [(b"Name: torch", "0" * 64, "another hash"), (b"\xff\xfe", "", "UTF-8")]
)
def test_metadata_that_cannot_be_the_wheels_are_refused(
    source: WebSource, replica: Replica, body: bytes, promised: str, problem: str
) -> None:
    file = replace(metadata_file(source), metadata_sha256=promised)
    replica.faults["/whl/cu132/torch-"] = Fault.page(body, "text/plain")
    with pytest.raises(WrongMetadata, match=problem):
        source.metadata(file)


def test_metadata_have_a_limit_of_their_own(source: WebSource, replica: Replica) -> None:
    file = metadata_file(source)
    replica.faults["/whl/cu132/torch-"] = Fault.page(b" " * 1_000_001, "text/plain")
    with pytest.raises(TooLarge):
        source.metadata(file)


def with_user(url: str) -> str:
    return url.replace("//", "//me:s%40cret@")


def test_credentials_are_sent_and_never_shown(replica: Replica, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    replica.faults["/whl/cu132/triton/"] = Fault(status=401)
    replica.faults["/whl/cu130/torch/"] = Fault.redirect("http://localhost:9/")
    with WebSource(with_user(replica.base_url), replica.pypi_url, limits=QUICK) as source:
        file = metadata_file(source)
        said = [str(refusal_of(source, page)) for page in (Page("cu132", "triton"), Page("cu130", "torch"))]
        said += [repr(source), repr(file), caplog.text, *(repr(refusal_of(source, Page("cu132", "triton"))),)]
        source.metadata(file)
    assert replica.credentials[PATH] == "Basic bWU6c0BjcmV0"
    assert replica.credentials["/whl/cu132/" + file.filename.replace("+", "%2B") + ".metadata"] == "Basic bWU6c0BjcmV0"
    assert not re.search("s@cret|s%40cret|me:|bWU6", " ".join(said))


def test_credentials_go_to_their_own_host_only(replica: Replica) -> None:
    elsewhere = replica.base_url.replace("127.0.0.1", "localhost")
    with WebSource(with_user(elsewhere), replica.pypi_url, limits=QUICK) as source:
        source.page(Page("pypi", "torch"), NEW)
        source.page(TORCH, NEW)
    assert not replica.credentials["/pypi/simple/torch/"]
    assert replica.credentials[PATH]


def test_a_netrc_file_gives_credentials(
    replica: Replica, source: WebSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password s@cret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    source.page(TORCH, NEW)
    assert replica.credentials[PATH] == "Basic bWU6c0BjcmV0"


@pytest.mark.parametrize(
    "address", ["mirror.example", "ftp://me:secret@a.example", "http://", "http://a.example/?x", "http://[bad"]
)
def test_an_address_that_cannot_be_asked_is_refused(address: str) -> None:
    with pytest.raises(NoIndexAddress, match="no http") as refusal:
        WebSource(address)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("prefix", ["/artifactory/api/pypi/pytorch-remote", "/proxy"])
def test_a_mirror_below_a_prefix_reads_the_same(replica: Replica, source: WebSource, prefix: str) -> None:
    with WebSource(f"{replica.host_url}{prefix}/whl", limits=QUICK) as mirrored:
        for page in (TORCH, Page("cu126", "triton")):
            theirs, mine = whole(mirrored.page(page, NEW)).files, whole(source.page(page, NEW)).files
            assert [(file.key, file.listed_from_root) for file in theirs] == [
                (file.key, file.listed_from_root) for file in mine
            ]
            assert all(file.url.startswith(f"{mirrored.base_url}/") for file in theirs)
        assert mirrored.accelerators() == source.accelerators()


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
