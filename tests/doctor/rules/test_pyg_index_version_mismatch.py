"""Pages of PyG's wheels for another torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from tests.doctor.rules.saying import said
from wizard.doctor.rules.pyg_index_version_mismatch import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

PAGE = "https://data.pyg.org/whl/torch-{}.html"


def linked(page: str, *requirements: str, torch: str = "torch==2.8.0") -> str:
    """Return a project with torch from cu128, and a page among ``find-links``."""
    text = project(torch, *requirements, sources=f"torch = [{source('cu128')}]", uv=f'find-links = ["{page}"]')
    return text + index("cu128")


@pytest.mark.parametrize(
    "text",
    [
        linked(PAGE.format("2.8.0+cu128"), "torch-scatter"),
        linked(PAGE.format("2.8.0%2Bcu126"), "torch_scatter"),
        linked(PAGE.format("2.6.0+cu124"), "torch-geometric"),
        linked(PAGE.format("2.6.0+cu999"), "torch-scatter"),
        linked(PAGE.format("2.6.0+cu124").replace("data.pyg.org", "a.org"), "torch-scatter"),
        linked("https://data.pyg.org/whl/", "torch-scatter"),
        linked(PAGE.format("2.6.0+cu124"), "torch-scatter", torch="numpy"),
        linked(PAGE.format("2.6.0+cu124"), "torch-scatter", torch="torch==1.13"),
    ],
)
def test_pages_that_fit_or_that_nobody_uses_are_left_alone(text: str, catalogue: Catalogue) -> None:
    for one in (*quiet_files(catalogue), text):
        assert found_by(RULE, one, catalogue) == []


@pytest.mark.parametrize("page", ["2.6.0+cu124", "2.8.0+cu118", "2.8.0+cpu"])
def test_a_page_for_another_torch_or_cuda_is_found(page: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, linked(PAGE.format(page), "torch_scatter"), catalogue)
    assert found.place.path == ("tool", "uv", "find-links")
    what, cure = said(found)
    assert "this project gets torch 2.8.0 (CUDA 12.8)" in what
    assert "https://data.pyg.org/whl/torch-2.8.0+cu128.html" in cure


def test_a_page_that_is_a_flat_index_is_found_too(catalogue: Catalogue) -> None:
    text = project("torch==2.8.0", "torch-sparse", sources="torch-sparse = { index = 'pyg' }")
    text += (
        f'\n[[tool.uv.index]]\nname = "pyg"\nformat = "flat"\nexplicit = true\nurl = "{PAGE.format("2.5.0+cu124")}"\n'
    )
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("tool", "uv", "index", 0)


def test_find_links_may_be_one_string(catalogue: Catalogue) -> None:
    text = linked(PAGE.format("2.6.0+cu124"), "torch-scatter").replace('["https', '"https').replace('html"]', 'html"')
    assert len(found_by(RULE, text, catalogue)) == 1
