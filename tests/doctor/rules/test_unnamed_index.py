"""An explicit index needs a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, CPU, ONE_INDEX, PYPI_ONLY, UNRELATED
from wizard.doctor.rules.unnamed_index import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

UNNAMED = ONE_INDEX.replace('name = "pytorch-cpu"\n', "")


@pytest.mark.parametrize("text", [PYPI_ONLY, ONE_INDEX, BY_MARKER, UNRELATED, UNNAMED.replace("explicit = true", "")])
def test_nothing_is_found_where_explicit_indexes_have_names(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_torchs_own_index_gets_its_usual_name(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, UNNAMED, catalogue)
    assert one.place.path == ("tool", "uv", "index", 0)
    assert 'name = "pytorch-cpu"' in mended_by(RULE, UNNAMED, catalogue)
    nightly = mended_by(RULE, UNNAMED.replace("whl/cpu", "whl/nightly/cpu"), catalogue)
    assert 'name = "pytorch-nightly-cpu"' in nightly


@pytest.mark.parametrize("text", [UNNAMED.replace("download.pytorch.org/whl/cpu", "a.example/simple"), UNNAMED + CPU])
def test_what_is_not_known_or_taken_gets_no_name(text: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, text, catalogue)
    assert not one.fixable


@pytest.mark.network
def test_uv_refuses_the_file_until_the_index_has_a_name(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "An index with `explicit = true` requires a `name`" in real_uv.lock(UNNAMED).refusal
    assert real_uv.lock(mended_by(RULE, UNNAMED, catalogue)).installs("torch") == "2.9.1+cpu from cpu"
