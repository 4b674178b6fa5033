"""Default groups have to be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import PYPI_ONLY, TWO_GROUPS
from wizard.doctor.rules.unknown_default_group import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def with_default(value: str) -> str:
    return TWO_GROUPS.replace("[tool.uv]\n", f"[tool.uv]\ndefault-groups = {value}\n")


@pytest.mark.parametrize(
    "text", [PYPI_ONLY, TWO_GROUPS, with_default("[]"), with_default('["CPU"]'), with_default('"all"')]
)
def test_nothing_is_found_where_the_groups_are_there(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_misspelt_group_is_found_and_corrected(catalogue: Catalogue) -> None:
    text = with_default('["cuda130"]')
    (one,) = found_by(RULE, text, catalogue)
    assert one.place.path == ("tool", "uv", "default-groups", 0)
    assert (one.facts["name"], one.facts["meant"]) == ("cuda130", "cu130")
    assert mended_by(RULE, text, catalogue) == with_default('["cu130"]')


def test_a_group_like_no_other_is_not_guessed(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, with_default('["dev"]'), catalogue)
    assert (one.facts["meant"], one.fixable) == ("", False)


@pytest.mark.network
def test_uv_refuses_a_group_that_is_not_there(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = with_default('["cuda130"]')
    assert "Default group `cuda130` (from `tool.uv.default-groups`) is not defined" in real_uv.lock(text).refusal
    assert real_uv.lock(mended_by(RULE, text, catalogue)).refusal == ""
