"""The index of a source has to be declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, CPU, CU130, ONE_INDEX, PYPI_ONLY, TWO_EXTRAS, UNRELATED
from wizard.doctor.findings import Severity
from wizard.doctor.rules.undeclared_index import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

UNDECLARED = ONE_INDEX.replace(CPU, "")


@pytest.mark.parametrize("text", [PYPI_ONLY, ONE_INDEX, BY_MARKER, TWO_EXTRAS, UNRELATED])
def test_nothing_is_found_where_indexes_are_declared(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_an_index_whose_name_tells_it_is_declared(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, UNDECLARED, catalogue)
    assert one.place.path == ("tool", "uv", "sources", "torch", "index")
    assert one.severity is Severity.WARNING  # a member of a workspace may look like this
    assert mended_by(RULE, UNDECLARED, catalogue).rstrip() == ONE_INDEX.rstrip()


def test_one_declaration_serves_all_sources(catalogue: Catalogue) -> None:
    mended = mended_by(RULE, BY_MARKER.replace(CU130, ""), catalogue)
    assert mended.count("[[tool.uv.index]]") == 2
    assert found_by(RULE, mended, catalogue) == []


@pytest.mark.parametrize("name", ["Pytorch_CPU", "torch-cpu", "pytorch.cpu", "cpu"])
def test_an_index_that_is_declared_under_a_like_name_is_meant(name: str, catalogue: Catalogue) -> None:
    text = ONE_INDEX.replace('index = "pytorch-cpu"', f'index = "{name}"')
    (one,) = found_by(RULE, text, catalogue)
    assert one.severity is Severity.ERROR
    assert mended_by(RULE, text, catalogue) == ONE_INDEX


def test_an_index_that_is_declared_under_its_own_name_is_meant(catalogue: Catalogue) -> None:
    text = ONE_INDEX.replace('name = "pytorch-cpu"', 'name = "mine"')
    assert '{ index = "mine" }' in mended_by(RULE, text, catalogue)


def test_a_name_that_tells_nothing_is_not_guessed(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, UNDECLARED.replace("pytorch-cpu", "company"), catalogue)
    assert not one.fixable


@pytest.mark.network
def test_uv_refuses_the_file_until_the_index_is_declared(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "`torch` references an undeclared index: `pytorch-cpu`" in real_uv.lock(UNDECLARED).refusal
    assert real_uv.lock(mended_by(RULE, UNDECLARED, catalogue)).installs("torch") == "2.9.1+cpu from cpu"
    capital = ONE_INDEX.replace('index = "pytorch-cpu"', 'index = "Pytorch-CPU"')
    assert "references an undeclared index" in real_uv.lock(capital).refusal
