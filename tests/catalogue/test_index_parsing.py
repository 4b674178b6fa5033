"""A page is read as its publisher meant it, or refused; what is no wheel of it is left out with the reason."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.utils import parse_wheel_filename
from packaging.version import Version
from pypi_simple import ProjectPage, parse_filename

from tests.catalogue.index_pages import BASE, NAME, as_json, body, entry, html, key_of, link, only, read, read_json
from tests.replica.faults import HOSTILE
from tests.replica.wheels import CATALOGUE, filename_of
from wizard.catalogue.index import IndexFile, IndexRefusal, Page, parsing
from wizard.catalogue.index.addresses import accelerators_in, lies_at_root, shown, stays_with
from wizard.catalogue.index.naming import LONGEST
from wizard.catalogue.index.parsing import JSON, Place, links_of
from wizard.catalogue.index.refusals import EmptyPage, Truncated, WrongContent
from wizard.catalogue.index.values import Reason
from wizard.catalogue.models import Wheel

SOURCE = Path(__file__).parents[3] / "shared" / "data" / "wheels.csv"
DIGEST = "0123456789abcdef" * 4


def test_every_file_name_ever_seen_is_read_as_packaging_and_pypi_simple_read_it() -> None:
    by_page: dict[Page, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in every_row():
        by_page[Page(row["index"], row["package"])][filename_of(row)] = row
    for page, rows in by_page.items():
        files = read(html(*map(link, rows)), page=page).files
        assert [file.filename for file in files] == list(rows)
        for file in files:
            project, version, build, tags = parse_wheel_filename(file.filename)
            assert (file.package, Version(file.version), file.build_tag) == (project, version, "".join(map(str, build)))
            assert _spelled_out(file) == {str(tag) for tag in tags}
            assert parse_filename(file.filename, page.package)[1:] == (file.version, "wheel")
            assert file.key == key_of(rows[file.filename])


def every_row() -> Iterator[dict[str, str]]:
    """Yield the shipped rows, of removed files too, and those of what they were made from, where that is at hand."""
    for path in (CATALOGUE, SOURCE):
        if path.exists():
            with path.open(newline="") as source:
                yield from csv.DictReader(source)


def _spelled_out(file: IndexFile) -> set[str]:
    parts = (file.python_tag.split("."), file.abi_tag.split("."), file.platform_tag.split("."))
    return {"-".join(tag) for tag in product(*parts)}


def test_html_says_hash_python_yank_metadata_and_upload() -> None:
    attributes = f'data-requires-python="&gt;=3.10" data-yanked="broken" data-core-metadata="sha256={DIGEST}"'
    attributes += ' data-upload-time="2026-04-23T10:00:00Z"'
    file = only(read(html(link(url=f"../{NAME}#sha256={DIGEST.upper()}", attributes=attributes))))
    assert (file.sha256, file.metadata_sha256) == (DIGEST, DIGEST)
    assert (file.requires_python, file.yanked, file.has_metadata) == (">=3.10", True, True)
    assert (file.uploaded, file.size_bytes) == ("2026-04-23", None)
    assert file.url == f"{BASE}/cu130/{NAME}"


def test_json_says_the_same_and_the_size() -> None:
    said: dict[str, Any] = {"requires-python": ">=3.10", "yanked": True, "core-metadata": {"sha256": DIGEST}}
    said |= {"size": 12, "upload-time": "2026-04-23T23:30:00-02:00", "hashes": {"sha256": DIGEST}}
    file = only(read_json(entry() | said))
    assert (file.sha256, file.metadata_sha256, file.size_bytes) == (DIGEST, DIGEST, 12)
    assert (file.requires_python, file.yanked, file.has_metadata) == (">=3.10", True, True)
    assert file.uploaded == "2026-04-24"


def test_the_older_name_of_metadata_counts_too() -> None:
    assert only(read(html(link(attributes='data-dist-info-metadata="true"')))).has_metadata
    assert only(read_json(entry() | {"dist-info-metadata": True})).has_metadata
    assert not only(read(html(link()))).has_metadata
    assert not only(read_json(entry())).has_metadata


def test_a_page_and_pypi_simple_agree() -> None:
    content = html(link(), link("torch-2.8.0-1-py2.py3-none-any.whl"))
    theirs = ProjectPage.from_html("torch", content, base_url=f"{BASE}/cu130/torch/").packages
    mine = read(content).files
    assert [(file.filename, file.url) for file in mine] == [(file.filename, file.url) for file in theirs]
    data = as_json(entry(size=5), entry("torch-2.8.0-py3-none-any.whl"))
    listed = ProjectPage.from_json_data(json.loads(data), f"{BASE}/cu130/torch/").packages
    assert [(file.filename, file.url, file.size_bytes) for file in read(data, JSON).files] == [
        (file.filename, file.url, file.size) for file in listed
    ]


@pytest.mark.parametrize("size", [0, -1, 10**13])
def test_a_size_that_cannot_be_is_not_known(size: int) -> None:
    assert only(read_json(entry(size=size))).size_bytes is None


@pytest.mark.parametrize("said", ["nonsense", ">=3", ">=3.8" + ",>=3.8" * 30])
def test_a_specifier_that_cannot_be_is_not_known(said: str) -> None:
    found = only(read_json(entry(**{"requires-python": said}))).requires_python
    assert found == (said if said == ">=3" else "")


def test_an_upload_time_that_cannot_be_is_not_known() -> None:
    assert only(read(html(link(attributes='data-upload-time="yesterday"')))).uploaded == ""


def test_hostile_links_are_left_out_with_the_reason() -> None:
    page = read(HOSTILE)
    assert {file.version: file.sha256 for file in page.files} == {"9.9.7": "", "9.9.6": "", "9.8.6": ""}
    assert Counter(one.reason for one in page.unparsed) == {
        Reason.BAD_NAME: 3,
        Reason.BAD_ADDRESS: 2,
        Reason.UNREADABLE: 1,
        Reason.OTHER_PACKAGE: 1,
        Reason.OTHER_ADDRESS: 1,
        Reason.NO_WHEEL: 1,
        Reason.TOO_LONG: 3,
        Reason.REPEATED: 1,
    }
    assert all(len(one.name) <= 100 and one.name.isprintable() for one in page.unparsed)


@pytest.mark.parametrize(
    "bad",
    [
        None,
        "torch",
        {"filename": 5},
        entry(hashes="none"),
        entry(url="http://[bad"),
        entry(url=f"http://[bad/{NAME}"),
        entry(url=f"http:///{NAME}"),
    ],
)
def test_a_bad_entry_does_not_spoil_a_json_page(bad: object) -> None:
    page = read_json(bad, entry("torch-2.8.0-py3-none-any.whl"))
    assert (only(page).version, len(page.unparsed)) == ("2.8.0", 1)


def test_credentials_in_a_files_address_are_dropped() -> None:
    assert only(read(html(link(url=f"https://me:secret@files.example/{NAME}")))).url == f"https://files.example/{NAME}"


def test_the_catalogue_has_room_for_whatever_is_taken() -> None:
    assert {name: getattr(Wheel._meta.get_field(name), "max_length", 0) for name in LONGEST} == LONGEST


@pytest.mark.parametrize("content", [html(), html('<a href="/login">Sign in</a>'), b"", b"not here at all", b"<a></a>"])
def test_a_page_without_any_distribution_is_not_believed(content: bytes) -> None:
    with pytest.raises(EmptyPage, match="lists no distribution") as refusal:
        read(content)
    assert (refusal.value.index, refusal.value.package) == ("cu130", "torch")


WHOLE = html(link(), f"<br/>{link('torch-2.8.0-py3-none-any.whl')}<br/>") + b"\n<!--TIMESTAMP 1700000000-->"
"""As PyTorch's pages end."""


@pytest.mark.parametrize("page", [WHOLE, WHOLE.replace(b"<html>", b"").replace(b"</html>", b"       "), WHOLE.upper()])
def test_a_page_cut_short_anywhere_is_not_believed(page: bytes) -> None:
    end = max(page.lower().rfind(f"</{name}>".encode()) + len(name) + 3 for name in ("html", "body"))
    for length in range(end):
        with pytest.raises(Truncated if b"WHL</A" in page[:length].upper() else (Truncated, EmptyPage)):
            read(page[:length])
    assert links_of(body(page), Place(page=Page("cu130", "torch"), base_url=BASE))
    assert links_of(body(page[:end]), Place(page=Page("cu130", "torch"), base_url=BASE))


def test_a_bare_list_of_links_is_not_believed_where_it_ends_within_one() -> None:
    page = f"{link()}\n{link('torch-2.8.0-py3-none-any.whl', attributes='data-requires-python=">=3.8"')}".encode()
    first = len(link())
    for length in range(first + len("\n<"), len(page)):
        with pytest.raises(Truncated, match="incomplete"):
            read(page[:length])
    assert [len(read(page[:length]).files) for length in (first, first + 1, len(page))] == [1, 1, 2]


def test_a_page_of_source_distributions_has_no_wheels() -> None:
    assert read(html(link("torch-2.9.1.tar.gz"))).files == ()


def test_json_without_files_is_not_believed_either() -> None:
    with pytest.raises(EmptyPage):
        read_json()


@pytest.mark.parametrize(
    ("content", "content_type", "found"),
    [
        (html(link()), "application/octet-stream", "application/octet-stream"),
        (html(link()), "text/html; charset=klingon", "another encoding"),
        (b"\xff\xfe" + html(link()), "text/html", "another encoding"),
        (b"<meta name='pypi:repository-version' content='9.0'>" + html(link()), "text/html", "HTML that cannot"),
        (b"<base href='http://[bad'>" + html(link()), "text/html", "HTML that cannot"),
        (b"{", JSON, "JSON that cannot"),
        (b"[" * 100_000, JSON, "JSON that cannot"),
        (b"[]", JSON, "another shape"),
        (b"{}", JSON, "another shape"),
        (as_json(entry(), meta={"api-version": "9.0"}), JSON, "another shape"),
    ],
)
def test_what_is_no_index_page_is_refused(content: bytes, content_type: str, found: str) -> None:
    with pytest.raises(WrongContent, match=found):
        read(content, content_type)


def test_links_in_links_that_would_take_days_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PATIENCE", 0.2)
    with pytest.raises(WrongContent, match="takes too long"):
        read(b"<a href=x>y" * 500_000)


def test_a_page_in_another_encoding_is_read_if_it_says_so() -> None:
    assert only(read(html(link()).decode().encode("utf-16"), "text/html; charset=utf-16")).filename == NAME


def test_a_relative_base_is_followed() -> None:
    assert only(read(b"<base href='/elsewhere/'>" + html(link()))).url.startswith("https://mirror.example/elsewhere/")


@pytest.mark.parametrize(
    ("url", "index", "at_root"),
    [
        (f"{BASE}/x.whl", "cu130", True),
        (f"{BASE}/cu130/x.whl", "cu130", False),
        ("https://download-r2.pytorch.org/whl/x.whl", "cu130", True),
        ("https://download-r2.pytorch.org/whl/cu130/x.whl", "cu130", False),
        ("https://files.example/packages/ab/cd/x.whl", "cu130", False),
        (f"{BASE}/nightly/x.whl", "nightly/cu130", True),
        (f"{BASE}/nightly/cu130/x.whl", "nightly/cu130", False),
    ],
)
def test_a_file_beside_the_backends_lies_at_the_root(url: str, index: str, *, at_root: bool) -> None:
    assert lies_at_root(url, BASE, index) is at_root


def test_the_root_of_a_bare_host_is_its_root() -> None:
    assert lies_at_root("https://wheels.example/x.whl", "https://wheels.example", "cpu")


def test_accelerators_are_first_parts_below_the_base() -> None:
    names = ("cpu", "cu130", "rocm7.2", "rocm6.2.4", "xpu", "torch", "cpu-cxx11-abi", "cu117_pypi_cudnn", "nightly")
    urls = [f"{BASE}/{name}/" for name in names] + ["https://files.example/cu118/x.whl"]
    assert accelerators_in(urls, BASE) == {"cpu", "cu130", "rocm7.2", "rocm6.2.4", "xpu"}


def test_links_are_read_from_either_kind_of_page() -> None:
    place = Place(page=Page("cu130", "torch"), base_url=BASE)
    url = f"{BASE}/cu130/torch/"
    assert links_of(body(html('<a href="x/">x</a><a href="http://[bad">y</a>')), place) == (f"{url}x/",)
    listed = json.dumps({"projects": [{"name": "cpu"}, 5], "files": [{"url": "../x.whl"}]}).encode()
    assert links_of(body(listed, JSON), place) == (f"{BASE}/cu130/x.whl", f"{url}cpu/")


@pytest.mark.parametrize(
    ("old", "new", "stays"),
    [
        ("http://a.example/x", "http://a.example/y", True),
        ("http://a.example/x", "https://a.example/x", True),
        ("http://a.example:80/x", "http://a.example/x", True),
        ("https://a.example/x", "http://a.example/x", False),
        ("https://a.example/x", "https://a.example:8443/x", False),
        ("https://a.example/x", "https://b.example/x", False),
        ("https://a.example/x", "ftp://a.example/x", False),
    ],
)
def test_a_redirect_stays_with_its_host(old: str, new: str, *, stays: bool) -> None:
    assert stays_with(old, new) is stays


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://me:secret@a.example/x?token=secret#secret", "https://a.example/x"),
        ("http://[bad", "an address that cannot be read"),
        ("https://a.example/\x1b[31m", "https://a.example/?[31m"),
    ],
)
def test_what_is_shown_of_an_address_holds_no_secret(url: str, expected: str) -> None:
    assert shown(url) == expected


ODD = st.text(st.sampled_from("torch-2.9.1+cu130py3none.whl/:[]@#?%<>&'\"\\\0 \u202e=\n"), max_size=60)
NAMES = st.one_of(ODD, st.just(NAME), st.text(max_size=40))


@given(name=NAMES, url=NAMES, attribute=NAMES)
def test_whatever_stands_in_a_link_the_rest_is_read(name: str, url: str, attribute: str) -> None:
    quoted = f'<a href="{escape(url)}" data-core-metadata="{escape(attribute)}" data-yanked>{escape(name)}</a>'
    page = read(html(quoted, f'<a href="{url}" {attribute}>{name}</a></a>', link("torch-1.0-py3-none-any.whl")))
    assert all(file.filename.startswith("torch-") and file.url.startswith("http") for file in page.files)


@given(content=st.binary(max_size=200), content_type=st.sampled_from([JSON, "text/html", "text/html; charset=utf-16"]))
def test_whatever_arrives_is_read_or_refused(content: bytes, content_type: str) -> None:
    with pytest.raises(IndexRefusal):
        read(content, content_type)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | NAMES,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["filename", "url", "hashes", "size", "core-metadata", "yanked", "upload-time"]), inner
            )
        ),
    )
)
def test_whatever_json_says_of_one_file_the_others_are_read(said: object) -> None:
    page = read_json(said, entry("torch-1.0-py3-none-any.whl"))
    assert page.files[-1].version == "1.0"
