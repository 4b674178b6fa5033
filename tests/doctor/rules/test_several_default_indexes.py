"""Only one index may replace PyPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.pieces import BY_MARKER, CU130, ONE_INDEX, PYPI_ONLY, UNRELATED
from wizard.doctor.rules.several_default_indexes import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

ONE = ONE_INDEX + "default = true\n"
TWO = ONE + CU130 + "default = true\n"


@pytest.mark.parametrize("text", [PYPI_ONLY, ONE_INDEX, BY_MARKER, UNRELATED, ONE, ONE + CU130 + "default = false\n"])
def test_nothing_is_found_where_one_is_the_default_or_none(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_every_default_but_the_first_is_found(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, TWO, catalogue)
    assert one.place.path == ("tool", "uv", "index", 1, "default")
    assert (one.facts["name"], one.facts["first"]) == ("pytorch-cu130", "pytorch-cpu")


@pytest.mark.network
def test_uv_refuses_two_defaults(real_uv: RealUv) -> None:
    assert "found multiple indexes with `default = true`" in real_uv.lock(TWO).refusal
    assert "multiple indexes" not in real_uv.lock(ONE).refusal
