"""A source is for an extra or for a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, ONE_INDEX, PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS
from wizard.doctor.rules.extra_and_group_source import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

BOTH = TWO_EXTRAS.replace('extra = "cpu" },\n', 'extra = "cpu", group = "cpu" },\n')


@pytest.mark.parametrize("text", [PYPI_ONLY, ONE_INDEX, BY_MARKER, TWO_EXTRAS, TWO_GROUPS])
def test_nothing_is_found_where_it_is_one_or_neither(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_what_is_not_declared_is_taken_out(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, BOTH, catalogue)
    assert one.place.path == ("tool", "uv", "sources", "torch", 0)
    assert mended_by(RULE, BOTH, catalogue) == TWO_EXTRAS
    groups = TWO_GROUPS.replace('cpu", group = "cpu"', 'cpu", extra = "cpu", group = "cpu"')
    assert mended_by(RULE, groups, catalogue) == TWO_GROUPS


def test_of_two_that_are_declared_none_is_taken_out(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, BOTH + '\n[dependency-groups]\ncpu = ["torch"]\n', catalogue)
    assert not one.fixable


@pytest.mark.network
def test_uv_refuses_both(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "cannot specify both `extra` and `group`" in real_uv.lock(BOTH).refusal
    assert real_uv.lock(mended_by(RULE, BOTH, catalogue)).refusal == ""
