"""Extras and groups with different indexes have to be declared to conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, CONFLICTS, PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS
from wizard.doctor.rules.missing_conflicts import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

UNDECLARED = TWO_EXTRAS.replace(CONFLICTS, "")
ONE_EACH = '{ index = "pytorch-cpu", extra = "cpu" }'


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        BY_MARKER,
        TWO_EXTRAS,
        TWO_GROUPS,
        TWO_EXTRAS.replace('extra = "cpu" }, {', 'extra = "cpu", package = "App" }, {'),
        UNDECLARED.replace('"pytorch-cu130", extra', '"pytorch-cpu", extra'),  # one index for both
        UNDECLARED.replace('extra = "cu130"', "marker = \"sys_platform == 'darwin'\""),  # one extra
        UNDECLARED.replace('index = "pytorch-cu130"', 'git = "https://example.com/torch.git"'),
    ],
)
def test_nothing_is_found_where_nothing_has_to_be_declared(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_what_is_missing_is_found_once_for_all_packages(catalogue: Catalogue) -> None:
    text = UNDECLARED.replace('torch==2.9.1"', 'torch==2.9.1", "torchvision"') + "\n"
    text = text.replace(
        "torch = [",
        'torchvision = [{ index = "pytorch-cpu", extra = "cpu" }, '
        '{ index = "pytorch-cu130", extra = "cu130" }]\ntorch = [',
    )
    (one,) = found_by(RULE, text, catalogue)
    assert one.facts["packages"] == ["torchvision", "torch"]
    assert one.facts["members"] == ["cpu", "cu130"]
    assert one.place.path == ("tool", "uv", "conflicts")
    assert one.fixable


def test_a_set_that_is_there_grows(catalogue: Catalogue) -> None:
    text = TWO_EXTRAS.replace('cpu = ["torch', 'cu126 = ["torch==2.9.1"]\ncpu = ["torch').replace(
        f"  {ONE_EACH},", f'  {ONE_EACH},\n  {{ index = "pytorch-cu126", extra = "cu126" }},'
    )
    mended = mended_by(RULE, text, catalogue)
    assert '[[{ extra = "cpu" }, { extra = "cu130" }, { extra = "cu126" }]]' in mended
    assert mended_by(RULE, mended, catalogue) == mended


def test_extras_that_may_go_together_are_not_declared_to_conflict(catalogue: Catalogue) -> None:
    text = UNDECLARED.replace('cpu = ["torch', 'test = ["torch==2.9.1"]\ncpu = ["torch').replace(
        f"  {ONE_EACH},", f'  {ONE_EACH},\n  {{ index = "pytorch-cpu", extra = "test" }},'
    )
    mended = mended_by(RULE, text, catalogue)
    (one,) = found_by(RULE, text, catalogue)
    assert one.facts["sets"] == [
        {"at": None, "members": [{"extra": "cpu"}, {"extra": "cu130"}]},
        {"at": None, "members": [{"extra": "cu130"}, {"extra": "test"}]},
    ]
    assert found_by(RULE, mended, catalogue) == []


def test_a_set_that_holds_something_else_stays_as_it_is(catalogue: Catalogue) -> None:
    text = TWO_EXTRAS.replace('{ extra = "cu130" }]]', '{ extra = "docs" }]]')
    mended = mended_by(RULE, text, catalogue)
    assert '[{ extra = "cpu" }, { extra = "docs" }]' in mended
    assert '[{ extra = "cpu" }, { extra = "cu130" }]' in mended


@pytest.mark.network
def test_uv_refuses_two_indexes_until_they_conflict(real_uv: RealUv, catalogue: Catalogue) -> None:
    refused = real_uv.lock(UNDECLARED).refusal
    assert "conflicting indexes for package `torch` in all marker environments" in refused
    mended = real_uv.lock(mended_by(RULE, UNDECLARED, catalogue))
    assert mended.installs("torch", Selection(extra="cpu")) == "2.9.1+cpu from cpu"
    assert mended.installs("torch", Selection(extra="cu130")) == "2.9.1+cu130 from cu130"


@pytest.mark.network
def test_markers_that_keep_the_indexes_apart_make_the_extras_meaningless(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = UNDECLARED.replace('extra = "cpu"', 'extra = "cpu", marker = "sys_platform == \'darwin\'"').replace(
        'extra = "cu130"', 'extra = "cu130", marker = "sys_platform == \'linux\'"'
    )
    broken = real_uv.lock(text)
    assert broken.installs("torch", Selection(extra="cpu")) == "2.9.1+cu130 from cu130"
    mended = real_uv.lock(mended_by(RULE, text, catalogue))
    assert mended.installs("torch", Selection(extra="cpu")) == "2.9.1 from pypi"
