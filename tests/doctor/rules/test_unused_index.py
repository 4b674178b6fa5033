"""An explicit index is there for sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.pieces import BY_MARKER, CPU, CU130, ONE_INDEX, PYPI_ONLY, TWO_EXTRAS, UNRELATED
from wizard.doctor.findings import Severity
from wizard.doctor.rules.unused_index import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        BY_MARKER,
        TWO_EXTRAS,
        UNRELATED,
        PYPI_ONLY + CPU.replace("explicit = true", ""),
        PYPI_ONLY + CPU.replace("download.pytorch.org/whl/cpu", "a.example/simple"),
        PYPI_ONLY + CPU + 'publish-url = "https://a.example/"\n',
        PYPI_ONLY + CPU + "\n[tool.uv.workspace]\nmembers = ['packages/*']\n",
    ],
)
def test_nothing_is_found_where_indexes_are_used_or_for_others(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_spare_index_is_mentioned(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, ONE_INDEX + CU130, catalogue)
    assert (one.facts["name"], one.severity) == ("pytorch-cu130", Severity.INFO)


def test_indexes_without_any_source_leave_torch_to_pypi(catalogue: Catalogue) -> None:
    found = found_by(RULE, PYPI_ONLY + CPU + CU130, catalogue)
    assert [(one.facts["pypi"], one.severity) for one in found] == [(True, Severity.WARNING)] * 2


@pytest.mark.network
def test_uv_takes_torch_from_pypi_where_no_source_names_the_index(real_uv: RealUv) -> None:
    sourceless = ONE_INDEX.replace('\n[tool.uv.sources]\ntorch = { index = "pytorch-cpu" }\n', "")
    assert real_uv.lock(sourceless).installs("torch") == "2.9.1 from pypi"
    assert real_uv.lock(ONE_INDEX).installs("torch") == "2.9.1+cpu from cpu"
