"""A source for one extra applies to all, unless something conflicts with the extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.pieces import BY_MARKER, CONFLICTS, CPU, ONE_INDEX, PROJECT, PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS
from wizard.doctor.rules.single_scoped_source import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

LEAKING = f"""{PROJECT}dependencies = ["torch==2.9.1"]

[project.optional-dependencies]
cpu = ["torch==2.9.1"]
cu130 = []

[tool.uv.sources]
torch = {{ index = "pytorch-cpu", extra = "cpu" }}
{CPU}"""
APART = LEAKING.replace("\n[tool.uv.sources]", f"{CONFLICTS}\n[tool.uv.sources]")


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        BY_MARKER,
        TWO_EXTRAS,
        TWO_GROUPS,
        APART,
        TWO_EXTRAS.replace(CONFLICTS, ""),  # two indexes: missing-conflicts says that
        LEAKING.replace('dependencies = ["torch==2.9.1"]', "dependencies = []", 1),  # nobody else asks for it
        LEAKING.replace('index = "pytorch-cpu"', 'path = "./torch"'),
    ],
)
def test_nothing_is_found_where_nobody_else_gets_the_index(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_the_dependencies_get_the_index_too(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, LEAKING, catalogue)
    assert one.place.path == ("tool", "uv", "sources", "torch")
    assert (one.facts["name"], one.facts["index"], one.facts["others"]) == ("cpu", "pytorch-cpu", [""])


def test_another_extra_gets_the_index_too(catalogue: Catalogue) -> None:
    text = LEAKING.replace('dependencies = ["torch==2.9.1"]', "dependencies = []", 1).replace(
        "[]\n\n[tool", '["torch"]\n\n[tool'
    )
    (one,) = found_by(RULE, text, catalogue)
    assert one.facts["others"] == ["cu130"]


@pytest.mark.network
def test_uv_gives_the_index_to_all_until_something_conflicts(real_uv: RealUv) -> None:
    assert real_uv.lock(LEAKING).installs("torch") == "2.9.1+cpu from cpu"
    apart = real_uv.lock(APART)
    assert apart.installs("torch") == "2.9.1 from pypi"
    assert apart.installs("torch", Selection(extra="cpu")) == "2.9.1+cpu from cpu"
