"""A project does not read torch-backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import CPU, CU130, ONE_INDEX, PROJECT, PYPI_ONLY
from tests.doctor.rules.saying import said
from wizard.doctor.findings import Severity
from wizard.doctor.rules.torch_backend_in_project import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def backend(value: str, table: str = "tool.uv") -> str:
    return f'{PROJECT}dependencies = ["torch==2.9.1"]\n\n[{table}]\ntorch-backend = "{value}"\n'


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        ONE_INDEX + '\n[tool.uv.pip]\ntorch-backend = "auto"\n',
        backend("cpu") + CPU.replace("explicit = true\n", ""),
        backend("cpu").replace("torch-backend", 'extra-index-url = ["https://a.example/whl/cpu"]\ntorch-backend'),
        backend("cpu").replace('"torch==2.9.1"', '"transformers"'),
    ],
)
def test_nothing_is_found_where_torch_is_led_otherwise_or_not_asked_for(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("text", "severity"), [(backend("auto"), Severity.ERROR), (backend("auto", "tool.uv.pip"), Severity.WARNING)]
)
def test_the_setting_is_found_and_auto_is_no_index(text: str, severity: Severity, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, text, catalogue)
    assert one.place.path[-1] == "torch-backend"
    assert (one.severity, one.fixable) == (severity, False)


def test_a_backend_becomes_an_index_with_sources(catalogue: Catalogue) -> None:
    mended = mended_by(RULE, backend("cu130"), catalogue)
    assert "index = \"pytorch-cu130\", marker = \"sys_platform == 'linux' or sys_platform == 'win32'\"" in mended
    assert 'torch-backend = "cu130"' in mended
    assert mended.endswith(CU130)
    assert found_by(RULE, mended, catalogue) == []


def test_an_index_that_is_there_already_is_taken(catalogue: Catalogue) -> None:
    text = backend("cpu") + CPU.replace("pytorch-cpu", "mine")
    assert said(*found_by(RULE, text, catalogue))[1].startswith("Lead torch to the index mine with")
    mended = mended_by(RULE, text, catalogue)
    assert 'torch = { index = "mine" }' in mended
    assert mended.count("[[tool.uv.index]]") == 1


@pytest.mark.network
@pytest.mark.parametrize("table", ["tool.uv", "tool.uv.pip"])
def test_uv_does_not_heed_it_in_a_project(table: str, real_uv: RealUv, catalogue: Catalogue) -> None:
    ignored = real_uv.lock(backend("cpu", table))
    assert ignored.installs("torch") == "2.9.1 from pypi"
    assert "torch-backend" not in ignored.warnings
    assert real_uv.lock(mended_by(RULE, backend("cpu", table), catalogue)).installs("torch") == "2.9.1+cpu from cpu"
