"""A source has the keys uv knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, ONE_INDEX, PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS, UNRELATED
from wizard.doctor.rules.unknown_source_key import KNOWN, RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


@pytest.mark.parametrize("text", [PYPI_ONLY, ONE_INDEX, BY_MARKER, TWO_EXTRAS, TWO_GROUPS, UNRELATED])
def test_nothing_is_found_where_uv_knows_all_keys(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_key_that_is_almost_one_is_corrected(catalogue: Catalogue) -> None:
    text = TWO_EXTRAS.replace('cpu", extra = "cpu"', 'cpu", extras = "cpu"')
    (one,) = found_by(RULE, text, catalogue)
    assert one.place.path == ("tool", "uv", "sources", "torch", 0, "extras")
    assert mended_by(RULE, text, catalogue) == TWO_EXTRAS


def test_a_key_like_no_other_is_not_guessed(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, ONE_INDEX.replace('-cpu" }', '-cpu", priority = "explicit" }'), catalogue)
    assert not one.fixable


@pytest.mark.network
def test_uv_refuses_a_key_it_does_not_know_and_names_those_it_does(real_uv: RealUv) -> None:
    refused = real_uv.lock(ONE_INDEX.replace('-cpu" }', '-cpu", priority = "explicit" }')).refusal
    assert f"unknown field `priority`, expected one of {', '.join(f'`{key}`' for key in KNOWN)}" in refused
