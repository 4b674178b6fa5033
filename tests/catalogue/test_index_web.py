"""Pages and METADATA from the web: asked for only if they changed, and with credentials nobody gets to see."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest

from tests.catalogue.index_pages import NAME, NEW, PATH, QUICK, TORCH, html, link, refusal_of, whole
from tests.replica import Replica
from tests.replica.faults import Fault
from wizard.catalogue.index import IndexFile, Missing, NotModified, Page, Validators, WebSource
from wizard.catalogue.index.asking import Client, Response
from wizard.catalogue.index.refusals import (
    Denied,
    NoIndexAddress,
    TooLarge,
    WrongMetadata,
)

pytestmark = pytest.mark.enable_socket


def test_a_page_comes_with_what_to_ask_by_next_time(replica: Replica) -> None:
    with WebSource(replica.base_url, replica.pypi_url) as patient:
        asked_four_times(patient)
    assert replica.requests[PATH] == 4


def asked_four_times(source: WebSource) -> None:
    page = whole(source.page(TORCH, NEW))
    assert {file.version for file in page.files} >= {"2.13.0+cu132"}
    assert page.validators.etag
    assert page.validators.last_modified
    assert source.page(TORCH, page.validators) == NotModified(validators=page.validators)
    by_date = Validators(last_modified=page.validators.last_modified)
    assert source.page(TORCH, by_date) == NotModified(validators=by_date)
    assert whole(source.page(TORCH, Validators(etag='"another"'))).files == page.files


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


def test_two_users_on_one_host_are_kept_apart(replica: Replica) -> None:
    base = f"{replica.host_url}/repository/pytorch-{{index}}/simple".replace("//", "//u:1@")
    with WebSource(base, replica.pypi_url.replace("//", "//other:2@"), limits=QUICK) as source:
        file = metadata_file(source)
        source.metadata(file)
        source.page(Page("pypi", "torch"), NEW)
    base_user, pypi_user = (f"Basic {b64encode(user).decode()}" for user in (b"u:1", b"other:2"))
    assert replica.credentials["/repository/pytorch-cu132/simple/torch/"] == base_user
    assert {given for path, given in replica.credentials.items() if path.endswith(".metadata")} == {base_user}
    assert replica.credentials["/pypi/simple/torch/"] == pypi_user


def test_one_user_of_a_host_reads_all_of_it(replica: Replica) -> None:
    with WebSource(with_user(replica.base_url), replica.pypi_url, limits=QUICK) as source:
        source.page(Page("pypi", "torch"), NEW)
    assert replica.credentials["/pypi/simple/torch/"] == "Basic bWU6c0BjcmV0"


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


def test_a_mirror_with_a_repository_per_index_reads_the_same_but_for_the_root(
    replica: Replica, source: WebSource
) -> None:
    with WebSource(f"{replica.host_url}/repository/pytorch-{{index}}/simple", limits=QUICK) as mirrored:
        for page in (TORCH, Page("cu126", "triton")):
            theirs, mine = whole(mirrored.page(page, NEW)).files, whole(source.page(page, NEW)).files
            assert [file.key for file in theirs] == [file.key for file in mine]
            assert not any(file.listed_from_root for file in theirs)
        assert "Name: torch" in (mirrored.metadata(whole(mirrored.page(TORCH, NEW)).files[0]) or "")
        assert mirrored.accelerators() == frozenset()
