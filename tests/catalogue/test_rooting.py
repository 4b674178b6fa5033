"""Every page lists the root (note 1); only files that say something about their index are rows of it."""

from __future__ import annotations

from dataclasses import replace

from tests.catalogue.index_pages import BASE, html, link, read
from wizard.catalogue.index import IndexFile, Page, rows_of

TRITON = "triton-3.5.1-cp313-cp313-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl"
OLD_TORCH = "torch-2.0.1-cp311-cp311-manylinux2014_aarch64.whl"


def listed(index: str, name: str, folder: str = "") -> IndexFile:
    page = Page(index, name.split("-", maxsplit=1)[0])
    (file,) = read(html(link(name, url=f"{BASE}/{folder}{name}")), page=page).files
    return file


ON_THREE = tuple(listed(index, TRITON) for index in ("cu118", "cpu", "cu130"))


def indexes(rows: tuple[IndexFile, ...]) -> list[str]:
    return [row.index for row in rows]


def test_a_file_of_an_indexs_own_is_its_row() -> None:
    own = (listed("cu130", TRITON, "cu130/"), listed("cu128", TRITON, "cu128/"))
    assert rows_of(own, {}) == own


def test_torch_at_the_root_is_a_row_wherever_it_is_listed() -> None:
    pages = tuple(listed(index, OLD_TORCH) for index in ("cpu", "cu130"))
    assert rows_of(pages, {}) == pages


def test_a_triton_at_the_root_stays_where_it_was_recorded() -> None:
    recorded = {ON_THREE[0].key: True, ON_THREE[2].key: True}
    assert indexes(rows_of(ON_THREE, recorded)) == ["cu118", "cu130"]


def test_what_was_recorded_on_a_page_that_was_not_read_is_no_news_elsewhere() -> None:
    assert rows_of(ON_THREE[1:], {ON_THREE[0].key: True}) == ()


def test_a_new_triton_at_the_root_is_one_row() -> None:
    assert indexes(rows_of(ON_THREE, {})) == ["cpu"]
    assert indexes(rows_of((ON_THREE[2], ON_THREE[0]), {})) == ["cu130"]
    assert indexes(rows_of(ON_THREE, {listed("cu118", OLD_TORCH).key: True})) == ["cpu"]


def test_an_own_file_beside_the_same_name_at_the_root_is_a_row_too() -> None:
    own = listed("rocm7.2", TRITON, "rocm7.2/")
    assert indexes(rows_of((*ON_THREE, own), {own.key: False, ON_THREE[1].key: True})) == ["cpu", "rocm7.2"]


def test_a_mirror_that_hides_the_root_makes_no_rows_of_what_is_known_to_lie_there() -> None:
    hidden = tuple(replace(file, listed_from_root=False) for file in ON_THREE)
    assert indexes(rows_of(hidden, {ON_THREE[0].key: True})) == ["cu118"]
    assert rows_of(hidden, {ON_THREE[0].key: False}) == hidden
