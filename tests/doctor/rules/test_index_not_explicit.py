"""An index of torch's has to be explicit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, CPU, CU130, ONE_INDEX, PROJECT, PYPI_ONLY, TWO_EXTRAS, UNRELATED
from tests.doctor.rules.saying import said
from wizard.doctor.findings import Severity
from wizard.doctor.rules.index_not_explicit import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

OPEN = ONE_INDEX.replace("explicit = true\n", "").replace('"torch==2.9.1"', '"torch==2.9.1", "requests", "jinja2"')
UNLED = OPEN.replace('\n[tool.uv.sources]\ntorch = { index = "pytorch-cpu" }\n', "")
UNNAMED = UNLED.replace('name = "pytorch-cpu"\n', "")
INDEX = ("tool", "uv", "index", 0)


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        BY_MARKER,
        TWO_EXTRAS,
        UNRELATED,
        ONE_INDEX.replace("https://download.pytorch.org/whl/cpu", "https://wheels.astral.sh/simple/cpu"),
        PYPI_ONLY + '\n[[tool.uv.index]]\nurl = "https://data.pyg.org/whl/torch-2.8.0+cpu.html"\nformat = "flat"\n',
    ],
)
def test_nothing_is_found_where_indexes_are_explicit_or_not_torchs(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize("text", [OPEN, UNLED, UNNAMED, OPEN + "explicit = false\n", OPEN + "default = true\n"])
def test_an_open_index_is_found_and_made_explicit(text: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, text, catalogue)
    assert (one.place.path, one.severity) == (INDEX, Severity.ERROR)
    mended = mended_by(RULE, text, catalogue)
    assert "explicit = true" in mended
    assert "default" not in mended
    assert 'torch = { index = "pytorch-cpu" }' in mended
    assert 'name = "pytorch-cpu"' in mended
    assert found_by(RULE, mended, catalogue) == []


def test_what_replaces_pypi_is_to_stop_that(catalogue: Catalogue) -> None:
    cures = [said(*found_by(RULE, text, catalogue))[1] for text in (OPEN, OPEN + "default = true\n")]
    assert ["in place of default = true" in cure for cure in cures] == [False, True]


def test_each_index_gets_what_came_from_it(catalogue: Catalogue) -> None:
    triton = '"torch==2.9.1", "pytorch-triton-rocm"'
    rocm = CU130.replace("cu130", "rocm6.4").replace("explicit = true\n", "")
    text = f"{PROJECT}dependencies = [{triton}]\n{CPU.replace('explicit = true\n', '')}{rocm}"
    assert [one.facts["packages"] for one in found_by(RULE, text, catalogue)] == [["torch", "pytorch-triton-rocm"], []]


def test_where_torch_comes_through_another_package_explicit_would_lose_it(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, UNLED.replace('"torch==2.9.1"', '"accelerate"'), catalogue)
    assert not one.fixable


def test_an_index_whose_usual_name_is_taken_is_not_named(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, UNNAMED + CPU, catalogue)
    assert (one.facts["name"], one.fixable) == ("", False)


def test_indexes_of_others_that_have_much_else_are_worth_a_warning(catalogue: Catalogue) -> None:
    text = PYPI_ONLY + '\n[[tool.uv.index]]\nname = "astral"\nurl = "https://wheels.astral.sh/simple/cu130/"\n'
    (one,) = found_by(RULE, text, catalogue)
    assert (one.severity, one.fixable) == (Severity.WARNING, False)


@pytest.mark.network
@pytest.mark.parametrize("text", [OPEN, UNLED, UNNAMED])
def test_uv_takes_others_from_an_open_index(text: str, real_uv: RealUv, catalogue: Catalogue) -> None:
    broken = real_uv.lock(text)
    assert broken.origins("jinja2") == {"cpu"}
    assert broken.versions("requests") == {"2.28.1"}
    mended = real_uv.lock(mended_by(RULE, text, catalogue))
    assert mended.origins("jinja2") == mended.origins("requests") == {"pypi"}
    assert mended.installs("torch") == broken.installs("torch") == "2.9.1+cpu from cpu"
