"""A saved copy of the indexes reads like the indexes themselves, and nothing outside its folder is read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.catalogue.index_pages import NAME, as_json, entry, html, link
from wizard.catalogue.index import PYTORCH, FolderSource, IndexPage, Missing, NotModified, Page, Validators
from wizard.catalogue.index.asking import Limits
from wizard.catalogue.index.refusals import EmptyPage, TooLarge

TORCH = Page("cu130", "torch")
NEW = Validators()
TEXT = b"Metadata-Version: 2.1\nName: torch\nVersion: 2.9.1+cu130\n"
PROMISED = f'data-core-metadata="sha256={hashlib.sha256(TEXT).hexdigest()}"'
ABSOLUTE = f"/whl/cu130/{NAME.replace('+', '%2B')}"


def save(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def page_in(folder: Path, page: Page = TORCH) -> IndexPage:
    answer = FolderSource(folder).page(page, NEW)
    assert isinstance(answer, IndexPage)
    return answer


@pytest.mark.parametrize(
    "name",
    [
        "cu130/torch/index.html",
        "cu130/torch.html",
        "cu130/torch",
        "whl/cu130/torch/index.html",
        "download.pytorch.org/whl/cu130/torch/index.html",
        "mirror.example/whl/cu130/torch",
    ],
)
def test_a_saved_page_is_found_however_it_was_saved(tmp_path: Path, name: str) -> None:
    save(tmp_path, name, html(link(url=ABSOLUTE)))
    (file,) = page_in(tmp_path).files
    assert file.url == f"{PYTORCH}/cu130/{NAME.replace('+', '%2B')}"
    assert not file.listed_from_root


def test_json_is_read_before_html(tmp_path: Path) -> None:
    save(tmp_path, "cu130/torch/index.html", html(link()))
    save(tmp_path, "cu130/torch/index.json", as_json(entry(size=7)))
    assert page_in(tmp_path).files[0].size_bytes == 7


@pytest.mark.parametrize(
    "name", ["pypi/torch/index.json", "pypi/simple/torch/index.json", "x.example/simple/torch/index.json"]
)
def test_pypis_pages_lie_in_a_folder_of_their_own(tmp_path: Path, name: str) -> None:
    save(tmp_path, name, as_json(entry()))
    assert page_in(tmp_path, Page("pypi", "torch")).files[0].filename == NAME


def test_what_lies_at_the_root_is_told_apart(tmp_path: Path) -> None:
    save(tmp_path, "cu130/torch/index.html", html(link(url=f"../../{NAME}")))
    assert page_in(tmp_path).files[0].listed_from_root


def test_a_saved_page_that_did_not_change_is_told_by_its_hash(tmp_path: Path) -> None:
    save(tmp_path, "cu130/torch/index.html", html(link()))
    validators = page_in(tmp_path).validators
    source = FolderSource(tmp_path)
    assert source.page(TORCH, validators) == NotModified(validators=validators)
    save(tmp_path, "cu130/torch/index.html", html(link(), link("torch-2.9.0-py3-none-any.whl")))
    assert isinstance(source.page(TORCH, validators), IndexPage)


def test_a_page_that_was_not_saved_is_missing(tmp_path: Path) -> None:
    assert FolderSource(tmp_path).page(TORCH, NEW) == Missing()
    assert FolderSource(tmp_path / "nowhere").page(TORCH, NEW) == Missing()


def test_an_empty_saved_page_is_not_believed(tmp_path: Path) -> None:
    save(tmp_path, "cu130/torch/index.html", b"")
    with pytest.raises(EmptyPage):
        FolderSource(tmp_path).page(TORCH, NEW)


def test_a_huge_saved_page_is_refused(tmp_path: Path) -> None:
    save(tmp_path, "cu130/torch/index.html", b" " * 1_001)
    with pytest.raises(TooLarge, match="1000 bytes"):
        FolderSource(tmp_path, limits=Limits(page_bytes=1_000)).page(TORCH, NEW)


@pytest.mark.parametrize("name", ["cu130/", "cu130/torch/", "", "download.pytorch.org/whl/cu130/"])
@pytest.mark.parametrize("spelled", [NAME, NAME.replace("+", "%2B")])
def test_metadata_are_found_beside_the_page_or_where_the_wheel_lies(tmp_path: Path, name: str, spelled: str) -> None:
    save(tmp_path, "cu130/torch/index.html", html(link(url=ABSOLUTE, attributes=PROMISED)))
    save(tmp_path, f"{name}{spelled}.metadata", TEXT)
    assert FolderSource(tmp_path).metadata(page_in(tmp_path).files[0]) == TEXT.decode()


def test_metadata_that_were_not_saved_are_none(tmp_path: Path) -> None:
    save(tmp_path, "cu130/torch/index.html", html(link()))
    assert FolderSource(tmp_path).metadata(page_in(tmp_path).files[0]) is None


def test_accelerators_are_folders_or_named_by_the_saved_root(tmp_path: Path) -> None:
    assert FolderSource(tmp_path).accelerators() == frozenset()
    save(tmp_path, "cu130/torch/index.html", html(link()))
    save(tmp_path, "download.pytorch.org/whl/xpu/torch/index.html", html(link()))
    save(tmp_path, "cpu-cxx11-abi/torch/index.html", html(link()))
    save(tmp_path, "cu126", b"a file")
    save(tmp_path, "index.html", html('<a href="rocm7.2/">rocm7.2</a>'))
    save(tmp_path, "torch/index.html", html(link(url=f"/whl/cu118/{NAME}")))
    assert FolderSource(tmp_path).accelerators() == {"cu130", "xpu", "rocm7.2", "cu118"}


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    save(tmp_path, "outside/torch/index.html", html(link()))
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "cu130").symlink_to(tmp_path / "outside")
    (inside / "download.pytorch.org").mkdir()
    (inside / "download.pytorch.org" / "whl").symlink_to(tmp_path)
    assert FolderSource(inside).page(TORCH, NEW) == Missing()
    assert FolderSource(inside).page(Page("outside", "torch"), NEW) == Missing()


@pytest.mark.parametrize("index", ["../outside", "..", "/outside"])
def test_names_out_of_the_folder_are_not_followed(tmp_path: Path, index: str) -> None:
    save(tmp_path, "outside/torch/index.html", html(link()))
    save(tmp_path, "torch/index.html", html(link()))
    (tmp_path / "inside").mkdir()
    inside = FolderSource(tmp_path / "inside")
    assert inside.page(Page(index.replace("/outside", str(tmp_path / "outside")), "torch"), NEW) == Missing()
    assert inside.page(Page(index, "torch"), NEW) == Missing()


def test_a_folder_is_shown_by_its_path(tmp_path: Path) -> None:
    assert repr(FolderSource(tmp_path)) == f"FolderSource({str(tmp_path)!r})"
