"""Each index needs a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, CPU, ONE_INDEX, PYPI_ONLY, UNRELATED
from tests.doctor.rules.saying import said
from wizard.doctor.rules.duplicate_index_name import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


@pytest.mark.parametrize(
    "text",
    [PYPI_ONLY, ONE_INDEX, BY_MARKER, UNRELATED, PYPI_ONLY + 2 * '\n[[tool.uv.index]]\nurl = "https://a.example"\n'],
)
def test_nothing_is_found_where_names_differ_or_are_missing(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_repetition_is_found_and_taken_out(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, ONE_INDEX + CPU, catalogue)
    assert one.place.path == ("tool", "uv", "index", 1)
    assert mended_by(RULE, ONE_INDEX + CPU, catalogue).rstrip() == ONE_INDEX.rstrip()


def test_of_two_different_indexes_none_is_taken_out(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, ONE_INDEX + CPU.replace("whl/cpu", "whl/cu130"), catalogue)
    assert not one.fixable
    assert "https://download.pytorch.org/whl/cpu or https://download.pytorch.org/whl/cu130." in said(one)[1]


def test_of_one_address_with_different_settings_one_has_to_go(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, ONE_INDEX + CPU.replace("explicit = true\n", ""), catalogue)
    assert not one.fixable
    assert said(one)[1].startswith("Remove one of them: both lead to https://download.pytorch.org/whl/cpu,")


@pytest.mark.network
def test_uv_refuses_the_file_until_the_name_is_there_once(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "duplicate index name `pytorch-cpu`" in real_uv.lock(ONE_INDEX + CPU).refusal
    assert real_uv.lock(mended_by(RULE, ONE_INDEX + CPU, catalogue)).installs("torch") == "2.9.1+cpu from cpu"
