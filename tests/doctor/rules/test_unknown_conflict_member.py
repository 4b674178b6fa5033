"""The members of a conflict set have to be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS
from wizard.doctor.rules.unknown_conflict_member import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

MISSPELT = TWO_EXTRAS.replace('{ extra = "cu130" }]]', '{ extra = "cuda130" }]]')


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        TWO_EXTRAS,
        TWO_GROUPS,
        TWO_EXTRAS.replace('[[{ extra = "cpu" }', '[[{ extra = "CPU" }'),
        TWO_EXTRAS.replace('[[{ extra = "cpu" }', '[[{ package = "member" }, { extra = "x", package = "other" }'),
    ],
)
def test_nothing_is_found_where_all_are_there_or_elsewhere(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_misspelt_member_is_found_and_corrected(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, MISSPELT, catalogue)
    assert (one.facts["name"], one.facts["meant"]) == ("cuda130", "cu130")
    assert mended_by(RULE, MISSPELT, catalogue) == TWO_EXTRAS


def test_a_name_like_no_other_is_not_guessed(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, TWO_EXTRAS.replace("= [[", '= [[{ group = "tests" }, '), catalogue)
    assert (one.facts["kind"], one.facts["meant"], one.fixable) == ("group", "", False)


@pytest.mark.network
def test_uv_does_not_count_an_unknown_member(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "conflicting indexes" in real_uv.lock(MISSPELT).refusal
    assert real_uv.lock(mended_by(RULE, MISSPELT, catalogue)).refusal == ""
