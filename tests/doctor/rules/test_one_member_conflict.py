"""A conflict set needs two members."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import CONFLICTS, PYPI_ONLY, TWO_EXTRAS
from wizard.doctor.rules.one_member_conflict import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

EXTRA = '\n[project.optional-dependencies]\ngpu = ["torch"]\n'
ALONE = PYPI_ONLY + EXTRA + '\n[tool.uv]\nconflicts = [[{ extra = "gpu" }]]\n'


@pytest.mark.parametrize("text", [PYPI_ONLY, TWO_EXTRAS, PYPI_ONLY + "\n[tool.uv]\nconflicts = []\n"])
def test_nothing_is_found_where_sets_have_two_members_or_there_are_none(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(("members", "named"), [('{ extra = "gpu" }', "gpu"), ('{ package = "x" }', "x"), ("", "")])
def test_a_set_that_is_too_small_is_found(members: str, named: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, ALONE.replace('{ extra = "gpu" }', members), catalogue)
    assert one.place.path == ("tool", "uv", "conflicts", 0)
    assert one.facts["member"] == named


def test_only_the_small_set_is_taken_out(catalogue: Catalogue) -> None:
    two = TWO_EXTRAS.replace("conflicts = [", 'conflicts = [[{ extra = "cpu" }], ')
    assert mended_by(RULE, two, catalogue) == TWO_EXTRAS
    assert mended_by(RULE, ALONE, catalogue).endswith('gpu = ["torch"]\n')
    assert "conflicts" not in mended_by(RULE, TWO_EXTRAS.replace(CONFLICTS, "[tool.uv]\nconflicts = [[]]\n"), catalogue)


@pytest.mark.network
def test_uv_does_not_read_the_file_until_the_set_is_gone(real_uv: RealUv, catalogue: Catalogue) -> None:
    broken = ALONE.replace('"torch", "transformers"', "").replace('["torch"]', '["idna"]')
    assert "at least two entries, but found only one" in real_uv.lock(broken).refusal
    assert real_uv.lock(mended_by(RULE, broken, catalogue)).refusal == ""
