"""No project is named like a package that torch brings along: uv would take the one for the other."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.replica import dependencies
from wizard.choices.decoding import decode
from wizard.choices.project_names import is_taken

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

DATA = dependencies.TABLE.parent
CURATED = ["mpmath", "nvidia-nccl-cu12", "cuda-bindings", "onemkl-sycl-blas", "intel-openmp", "tbb"]


def required() -> set[str]:
    """Return what the wheels of the family require, and what that requires, by measured metadata."""
    texts = [text for facts in json.loads((DATA / "requires.json").read_text()).values() for text in facts["requires"]]
    with (DATA / "dependencies.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            texts += [row["package"], *filter(None, row["requires"].split(";"))]
    return {canonicalize_name(Requirement(text).name) for text in texts}


def test_everything_the_family_is_measured_to_require_is_taken() -> None:
    assert {"sympy", "markupsafe", "numpy"} <= required()
    assert {name for name in required() if not is_taken(name)} == set()


@pytest.mark.parametrize("name", [*CURATED, "SymPy", "typing_extensions", "Jinja2", "triton-xpu", "torchvision"])
def test_such_a_project_gets_another_name_and_a_sentence(name: str, catalogue: Catalogue) -> None:
    decoded = decode(f"linux-x86_64=cu130&project={name}", catalogue)
    assert [notice.code for notice in decoded.notices] == ["bad-project"]
    assert decoded.choices.project == "project"


@pytest.mark.parametrize("name", ["my-numpy", "nvidia", "sympy-demo", "torch-app", "cudagraphs"])
def test_a_name_that_only_resembles_one_is_kept(name: str, catalogue: Catalogue) -> None:
    decoded = decode(f"linux-x86_64=cu130&project={name}", catalogue)
    assert decoded.notices == ()
    assert decoded.choices.project == name
