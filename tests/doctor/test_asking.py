"""What a file asks for on each machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packaging.version import Version

from tests.doctor.projects import project_of
from tests.doctor.rules.files import from_pypi, led_to
from wizard.doctor.asking import UNKNOWN, admitted, asks, floor_of, pythons_of
from wizard.doctor.indexing import PYPI

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.asking import Ask

MORE = """
[project.optional-dependencies]
gpu = ["torch>=2.9"]
other = ["numpy"]

[dependency-groups]
gpu = ["torch<2.10"]
other = ["numpy"]
"""
BOTH = 'torch = [{ index = "pytorch", extra = "gpu" }, { index = "pytorch", group = "other" }]'


def on_linux(text: str, catalogue: Catalogue) -> dict[tuple[str, str], Ask]:
    """Return what Linux x86-64 with Python 3.12 asks for, by selection."""
    asked = asks(project_of(text, catalogue), catalogue)
    here = [ask for ask in asked if (ask.platform, ask.python) == ("linux-x86_64", "3.12")]
    return {(ask.selected.scope.value, ask.selected.name): ask for ask in here}


def test_each_selection_asks_by_itself(catalogue: Catalogue) -> None:
    text = led_to("cu130", "torch>=2.1").replace('torch = { index = "pytorch" }', BOTH) + MORE
    found = on_linux(text, catalogue)
    assert {key: (ask.accelerator, ask.specifier) for key, ask in found.items()} == {
        ("base", ""): (PYPI, ">=2.1"),
        ("extra", "gpu"): ("cu130", ">=2.1,>=2.9"),
        ("group", "gpu"): (PYPI, ">=2.1,<2.10"),
        ("group", "other"): ("cu130", ">=2.1"),
    }
    assert found["extra", "gpu"].line.selection == "gpu"


def test_constraints_bound_and_overrides_replace(catalogue: Catalogue) -> None:
    constrained = from_pypi("torch>=2.1", uv='constraint-dependencies = ["torch<2.6"]')
    assert on_linux(constrained, catalogue)["base", ""].specifier == ">=2.1,<2.6"
    overridden = from_pypi("torch>=2.1", uv='override-dependencies = ["torch==2.5.1"]')
    assert on_linux(overridden, catalogue)["base", ""].specifier == "==2.5.1"
    assert on_linux(from_pypi("numpy", uv='constraint-dependencies = ["torch<2.6"]'), catalogue) == {}


def test_what_two_lines_demand_is_demanded_once(catalogue: Catalogue) -> None:
    text = led_to("cu130", "torch==2.9.1").replace('torch = { index = "pytorch" }', BOTH)
    asked = on_linux(text + MORE.replace("torch>=2.9", "torch==2.9.1"), catalogue)
    assert asked["extra", "gpu"].specifier == "==2.9.1"
    asked = on_linux(from_pypi("torch>=2.1,<2.6", "torch>=2.1"), catalogue)
    assert asked["base", ""].specifier == "<2.6,>=2.1"


@pytest.mark.parametrize(
    "text",
    [
        led_to("nightly/cu130"),
        led_to("cu130").replace("explicit = true", "").replace("torch = {", "other = {"),
        from_pypi("torch", uv='find-links = ["https://a.example"]'),
        led_to("cu130").replace('name = "pytorch"', 'name = "misspelled"'),
        led_to("cu130").replace('{ index = "pytorch" }', '{ git = "https://a.example" }'),
        led_to("cu130").replace("download.pytorch.org/whl", "wheels.astral.sh/simple"),
    ],
    ids=["nightly", "not explicit", "find-links", "undeclared", "git", "other builds"],
)
def test_where_nobody_can_tell_the_index_it_is_unknown(text: str, catalogue: Catalogue) -> None:
    assert on_linux(text, catalogue)["base", ""].accelerator == UNKNOWN


@pytest.mark.parametrize(
    ("text", "pythons"),
    [
        (">=3.12.4,<3.14", ("3.12", "3.13")),
        ("==3.12.3", ("3.12",)),
        ("==3.11.*", ("3.11",)),
        (">3.13", ("3.13", "3.14", "3.15")),
    ],
)
def test_a_python_is_let_in_by_any_of_its_patches(text: str, pythons: tuple[str, ...], catalogue: Catalogue) -> None:
    assert pythons_of(project_of(from_pypi(python=text), catalogue)) == pythons


def test_specifiers_are_read_without_local_versions() -> None:
    assert admitted("==2.4.1+cpu", ("2.4.1", "2.4.0")) == ("2.4.1",)
    assert floor_of(">=2.0,~=2.4.1,!=3,<4") == Version("2.4.1")
    assert floor_of("==2.4.*") == Version("2.4")
    assert floor_of("<3") is None
