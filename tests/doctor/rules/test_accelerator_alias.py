"""An extra or group that asks for another one needs sources of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import CONFLICTS, PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS
from wizard.doctor.rules.accelerator_alias import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

LAST = 'cu130 = ["torch==2.9.1"]\n'
EXTRA = TWO_EXTRAS.replace(LAST, LAST + 'gpu = ["app[cu130]"]\n')
GROUP = TWO_GROUPS.replace(LAST, LAST + 'gpu = [{ include-group = "cu130" }]\n')


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        TWO_EXTRAS,
        TWO_GROUPS,
        EXTRA.replace(CONFLICTS, ""),  # without conflicts there is one resolution, which has the index
        TWO_EXTRAS.replace(LAST, LAST + 'docs = ["sphinx"]\nall = ["app[docs]"]\n'),
    ],
)
def test_nothing_is_found_where_no_index_is_missed(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize("text", [EXTRA, GROUP])
def test_an_alias_is_found_at_the_line_that_makes_it_one(text: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, text, catalogue)
    assert one.place.path[-2:] == ("gpu", 0)
    assert (one.facts["name"], one.facts["of"], one.facts["packages"]) == ("gpu", "cu130", ["torch"])


def test_an_alias_of_an_alias_is_found_too(catalogue: Catalogue) -> None:
    text = EXTRA.replace('gpu = ["app[cu130]"]\n', 'gpu = ["app[cu130]"]\nbest = ["app[gpu]"]\n')
    assert [one.facts["name"] for one in found_by(RULE, text, catalogue)] == ["gpu", "best"]
    assert found_by(RULE, mended_by(RULE, text, catalogue), catalogue) == []


def test_an_alias_of_what_excludes_each_other_cannot_be_mended(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, EXTRA.replace("app[cu130]", "app[cpu,cu130]"), catalogue)
    assert one.facts["clash"]
    assert not one.fixable


def test_an_alias_gets_its_list_its_sources_and_its_conflict(catalogue: Catalogue) -> None:
    marked = EXTRA.replace('extra = "cu130" },\n', 'extra = "cu130", marker = "sys_platform == \'linux\'" },\n')
    mended = mended_by(RULE, marked, catalogue)
    assert 'gpu = ["app[cu130]", "torch==2.9.1"]' in mended
    assert '{ index = "pytorch-cu130", extra = "gpu", marker = "sys_platform == \'linux\'" }' in mended
    assert '[[{ extra = "cpu" }, { extra = "cu130" }, { extra = "gpu" }]]' in mended
    assert mended_by(RULE, mended, catalogue) == mended


def test_a_source_that_stands_alone_becomes_one_of_two(catalogue: Catalogue) -> None:
    several = '[\n  { index = "pytorch-cpu", extra = "cpu" },\n  { index = "pytorch-cu130", extra = "cu130" },\n]'
    text = EXTRA.replace(several, '{ index = "pytorch-cu130", extra = "cu130" }')
    mended = mended_by(RULE, text, catalogue)
    assert '{ index = "pytorch-cu130", extra = "gpu" }' in mended
    assert found_by(RULE, mended, catalogue) == []


@pytest.mark.network
def test_uv_installs_another_build_with_an_alias_of_an_extra(real_uv: RealUv, catalogue: Catalogue) -> None:
    alias = Selection(extra="gpu")
    assert real_uv.lock(EXTRA).installs("torch", alias) == "2.9.1 from pypi"
    conflicting = EXTRA.replace('{ extra = "cu130" }]]', '{ extra = "cu130" }, { extra = "gpu" }]]')
    assert real_uv.lock(conflicting).installs("torch", alias) == "2.9.1 from pypi"
    assert real_uv.lock(mended_by(RULE, EXTRA, catalogue)).installs("torch", alias) == "2.9.1+cu130 from cu130"


@pytest.mark.network
def test_uv_installs_another_build_with_an_alias_of_a_group(real_uv: RealUv, catalogue: Catalogue) -> None:
    alias = Selection(group="gpu")
    assert real_uv.lock(GROUP).installs("torch", alias) == "2.9.1 from pypi"
    assert real_uv.lock(mended_by(RULE, GROUP, catalogue)).installs("torch", alias) == "2.9.1+cu130 from cu130"


@pytest.mark.network
def test_uv_takes_the_index_where_nothing_conflicts(real_uv: RealUv) -> None:
    text = EXTRA.replace(CONFLICTS, "").replace('  { index = "pytorch-cpu", extra = "cpu" },\n', "")
    assert real_uv.lock(text).installs("torch", Selection(extra="gpu")) == "2.9.1+cu130 from cu130"
