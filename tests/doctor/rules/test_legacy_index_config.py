"""Addresses without names are from before uv 0.4.23."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import project_of
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import CU130, ONE_INDEX, PROJECT, PYPI_ONLY, UNRELATED
from wizard.doctor.examining import examine
from wizard.doctor.rules.legacy_index_config import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

PAGES = 'find-links = ["https://download.pytorch.org/whl/rocm5.6/torch"]'
CPU_URL = '"https://download.pytorch.org/whl/cpu"'


def named(setting: str, torch: str = "torch>=2") -> str:
    return f'{PROJECT}dependencies = ["{torch}", "requests"]\n\n[tool.uv]\n{setting}\n'


BEST_MATCH = f'extra-index-url = [{CPU_URL}]\nindex-strategy = "unsafe-best-match"'
STABLE = 'find-links = ["https://download.pytorch.org/whl/torch_stable.html"]'
LISTED = named(f"extra-index-url = [{CPU_URL}]")


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        UNRELATED,
        named('extra-index-url = ["https://a.example/simple", 3]'),
        named('find-links = ["./wheels"]'),
        named(BEST_MATCH, "torch==2.4.1+cpu ; sys_platform == 'linux'"),
        named(BEST_MATCH, "torch==2.4.1+cpu ; sys_platform == 'linux'\", \"torch==2.4.1 ; sys_platform == 'darwin'"),
        named('find-links = ["https://download.pytorch.org/whl/cu118/torch"]', "torch==2.4.0+cu118"),
        named(
            'find-links = ["https://download.pytorch.org/whl/rocm5.6/torch"]',
            'torch==2.2.2+rocm5.6", "pytorch-triton-rocm~=2.2.0',
        ),
    ],
)
def test_nothing_is_found_for_others_or_where_exact_versions_choose(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "setting",
    [
        f"extra-index-url = [{CPU_URL}]",
        f"extra-index-url = {CPU_URL}",
        f'extra-index-url = [\n  "https://a.example/simple",\n  {CPU_URL},\n]',
        f"find-links = [{CPU_URL}]",
    ],
)
def test_an_address_becomes_a_named_index_with_a_source(setting: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, named(setting), catalogue)
    assert one.fixable
    mended = mended_by(RULE, named(setting), catalogue)
    assert 'torch = { index = "pytorch-cpu" }' in mended
    assert mended.count(CPU_URL) == 1
    assert mended.endswith("explicit = true\n")
    assert ("a.example" in mended) == ("a.example" in setting)
    assert found_by(RULE, mended, catalogue) == []


def test_builds_for_cards_are_for_the_systems_that_have_them(catalogue: Catalogue) -> None:
    mended = mended_by(RULE, LISTED.replace("whl/cpu", "whl/cu130"), catalogue)
    assert "index = \"pytorch-cu130\", marker = \"sys_platform == 'linux' or sys_platform == 'win32'\"" in mended


@pytest.mark.parametrize(
    "text",
    [
        named(f"index-url = {CPU_URL}"),
        named(STABLE),
        named('extra-index-url = ["https://download.pytorch.org/whl/nightly/cpu"]'),
        LISTED.replace('"torch>=2", ', ""),
        LISTED.replace("torch>=2", "torch==2.9.1+cpu"),
        LISTED + CU130,
    ],
)
def test_what_it_is_for_is_not_guessed(text: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, text, catalogue)
    assert not one.fixable


def test_of_two_addresses_none_is_chosen(catalogue: Catalogue) -> None:
    both = f'extra-index-url = [{CPU_URL}, "https://download.pytorch.org/whl/cu130"]'
    assert [one.fixable for one in found_by(RULE, named(both), catalogue)] == [False, False]


@pytest.mark.parametrize(
    "text",
    [
        named(BEST_MATCH, "torch==2.4.1"),
        named(BEST_MATCH, "torch==2.4.1+cpu"),
        named(BEST_MATCH, "torch==2.4.1 ; sys_platform == 'linux'\", \"torchvision==0.19.1"),
        named(BEST_MATCH, "torch==2.4.1+cpu ; sys_platform == 'linux'\", \"torch==2.4.1 ; sys_platform != 'win32'"),
        named(BEST_MATCH, "torch==2.4.* ; sys_platform == 'linux'"),
        named(f"extra-index-url = [{CPU_URL}]", "torch==2.4.1+cpu ; sys_platform == 'linux'"),
        named('find-links = ["https://download.pytorch.org/whl/cu118/torch"]', "torch==2.4.0"),
        named(STABLE, "torch==2.4.1+cpu ; sys_platform == 'linux'"),
    ],
)
def test_a_version_that_chooses_no_build_excuses_nothing(text: str, catalogue: Catalogue) -> None:
    assert len(found_by(RULE, text, catalogue)) == 1


def test_the_recipe_of_2024_is_found_whole(catalogue: Catalogue) -> None:
    recipe = named(f"{BEST_MATCH}\n{STABLE}", 'torch==2.4.1", "torchvision==0.19.1')
    found = examine(project_of(recipe, catalogue), catalogue)
    assert [one.code for one in found].count("legacy-index-config") == 2
    assert [one.code for one in found].count("unsafe-index-strategy") == 1


@pytest.mark.network
def test_uv_takes_others_from_there_until_the_index_has_a_name(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert real_uv.lock(LISTED).versions("requests") == {"2.28.1"}
    mended = real_uv.lock(mended_by(RULE, LISTED, catalogue))
    assert mended.origins("requests") == {"pypi"}
    assert mended.installs("torch") == "2.13.0+cpu from cpu"
