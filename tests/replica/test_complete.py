"""The complete replica shows every published wheel, and reading it back gives the shipped rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from pypi_simple import ACCEPT_JSON_PREFERRED

from tests.catalogue.index_pages import key_of
from tests.replica import Replica
from tests.replica.complete import published
from wizard.catalogue.index import PYTORCH, FolderSource, Page, Validators, WebSource, rows_of
from wizard.catalogue.reading import Reading, read_metadata, read_pages

pytestmark = pytest.mark.enable_socket

ROWS = {key_of(row): row for row in published()}
PACKAGES = sorted({row["package"] for row in published()})


@pytest.fixture(scope="module", params=["html", "json"])
def replica(request: pytest.FixtureRequest) -> Iterator[Replica]:
    with Replica(complete=True, json=request.param == "json") as running:
        yield running


def read_all(source: WebSource) -> Reading:
    indexes = [*source.accelerators(), "pypi"]
    return read_pages(source, {Page(index, package): Validators() for index in indexes for package in PACKAGES})


@pytest.fixture(scope="module")
def reading(replica: Replica) -> Reading:
    with WebSource(replica.base_url, replica.pypi_url) as source:
        return read_all(source)


def test_reading_it_back_gives_the_shipped_rows(reading: Reading, replica: Replica) -> None:
    assert not reading.failures
    assert not any(page.unparsed for page in reading.pages.values())
    recorded = {key: row["listed_from_root"] == "yes" for key, row in ROWS.items()}
    found = {file.key: file for file in rows_of(reading.files, recorded)}
    assert found.keys() == ROWS.keys()
    assert {key for key, file in found.items() if file.listed_from_root} == {
        key for key, row in ROWS.items() if row["listed_from_root"] == "yes"
    }
    says_sizes = {key for key in ROWS if key.index_slug == "pypi" or replica.says_sizes}
    assert {key: str(file.size_bytes or "") for key, file in found.items()} == {
        key: row["size_bytes"] if key in says_sizes else "" for key, row in ROWS.items()
    }


def test_every_page_lists_the_tritons_of_the_root(reading: Reading) -> None:
    """Those of cu132 were never recorded: they are listed, and are no rows."""
    page = reading.pages[Page("cu132", "triton")]
    recorded = [key for key in ROWS if key[:2] == ("cu132", "triton")]
    assert any(file.listed_from_root for file in page.files)
    assert not recorded


def test_a_triton_nobody_recorded_becomes_one_row(reading: Reading) -> None:
    rows = rows_of(reading.files, {})
    tritons = [file for file in rows if file.listed_from_root and "triton" in file.package]
    names = {file.filename for file in tritons}
    assert len(tritons) == len(names)
    assert {file.index for file in tritons} == {"cpu"}
    assert names == {file.filename for file in reading.files if file.listed_from_root and "triton" in file.package}
    others = [file for file in tritons if file.filename != tritons[0].filename]
    elsewhere = [
        file for file in reading.files if file.index in {"xpu", "cu130"} and file.filename == tritons[0].filename
    ]
    assert {file.index for file in rows_of([*others, *elsewhere], {})} - {"cpu"} == {elsewhere[0].index}


def test_a_saved_copy_reads_the_same(replica: Replica, reading: Reading, tmp_path: Path) -> None:
    saved = {page: found for page, found in reading.pages.items() if page.index in {"cu132", "rocm7.2"}}
    for page in saved:
        path = tmp_path / page.index / page.package / ("index.json" if replica.says_sizes else "index.html")
        path.parent.mkdir(parents=True)
        address = f"{replica.base_url}/{page.index}/{page.package}/"
        path.write_bytes(requests.get(address, headers={"Accept": ACCEPT_JSON_PREFERRED}, timeout=60).content)
    copies = read_pages(FolderSource(tmp_path), dict.fromkeys(saved, Validators()))
    assert saved.keys() == copies.pages.keys()
    for page, found in saved.items():
        moved = [replace(file, url=file.url.replace(replica.base_url, PYTORCH)) for file in found.files]
        assert list(copies.pages[page].files) == moved
    assert FolderSource(tmp_path).accelerators() == {"cu132", "rocm7.2"}


def test_an_unchanged_page_is_not_sent_again(replica: Replica, reading: Reading) -> None:
    with WebSource(replica.base_url, replica.pypi_url) as source:
        again = read_pages(source, {page: found.validators for page, found in reading.pages.items()})
    assert again.unchanged == reading.pages.keys()


def test_removed_files_are_not_shown(reading: Reading) -> None:
    files = reading.pages[Page("cu126", "torchvision")].files
    assert not [file for file in files if file.version == "0.25.0"]


def test_pypis_builds_have_metadata_that_name_their_cuda(replica: Replica, reading: Reading) -> None:
    files = reading.pages[Page("pypi", "torch")].files
    with WebSource(replica.base_url, replica.pypi_url) as source:
        found = read_metadata(source, files)
    assert not found.failures
    assert not found.absent
    cuda = {key.version: "cuda-toolkit" in text or "nvidia-cuda-runtime" in text for key, text in found.texts.items()}
    assert cuda == dict.fromkeys({file.version for file in files}, True)


def test_other_rows_are_shown_at_once(replica: Replica) -> None:
    page = Page("cu132", "torch")
    with WebSource(replica.base_url, replica.pypi_url) as source:
        kept = [row for row in published() if row["index"] == "cu132"][:5]
        replica.show(kept)
        try:
            found = source.page(page, Validators())
        finally:
            replica.show(published())
    assert [file.key for file in getattr(found, "files", ())] == [
        key_of(row) for row in kept if row["package"] == "torch"
    ]
