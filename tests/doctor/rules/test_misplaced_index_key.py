"""What stands below an index belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import project_of
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, ONE_INDEX, PYPI_ONLY, UNRELATED
from wizard.doctor.rules.misplaced_index_key import KNOWN, RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


@pytest.mark.parametrize("text", [PYPI_ONLY, ONE_INDEX, BY_MARKER, UNRELATED, ONE_INDEX + "cache-control = {}\n"])
def test_nothing_is_found_where_uv_knows_all_keys(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("line", "kind"), [('test = ["pytest"]', "list"), ('group = "cpu"', "source"), ("verify = true", "")]
)
def test_a_key_uv_does_not_know_is_found(line: str, kind: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, f"{ONE_INDEX}{line}\n", catalogue)
    assert one.place.path == ("tool", "uv", "index", 0, line.partition(" ")[0])
    assert (one.facts["kind"], one.fixable) == (kind, False)


def test_a_key_with_underscores_is_spelled_as_uv_does(catalogue: Catalogue) -> None:
    text = ONE_INDEX + "ignore_error_codes = [403]\n"
    mended = project_of(mended_by(RULE, text, catalogue), catalogue)
    assert mended.indexes[0].settings["ignore-error-codes"] == [403]
    assert "ignore_error_codes" not in mended.indexes[0].settings
    assert not found_by(RULE, text + "ignore-error-codes = [401]\n", catalogue)[0].fixable


@pytest.mark.network
def test_uv_says_nothing_of_a_key_it_does_not_know(real_uv: RealUv) -> None:
    locked = real_uv.lock(ONE_INDEX + 'test = ["pytest"]\nignore_error_codes = "?"\n')
    assert locked.refusal == ""
    assert "test" not in locked.warnings


@pytest.mark.network
def test_uv_objects_to_wrong_values_of_the_keys_it_knows(real_uv: RealUv) -> None:
    for key in KNOWN - {"name", "url", "explicit"}:
        assert real_uv.lock(f"{ONE_INDEX}{key} = [[1.5]]\n").refusal, key
