"""Where torch is routed by extras, nothing in the base brings another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from tests.doctor.rules.saying import said
from wizard.doctor.findings import Severity
from wizard.doctor.rules.torch_dependent_in_base import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

SOURCES = f"torch = [{source('cpu', extra='cpu')}, {source('cu126', extra='cu126')}]"
CONFLICTS = 'conflicts = [[{ extra = "cpu" }, { extra = "cu126" }]]'


def by_extra(*base: str, uv: str = CONFLICTS) -> str:
    extras = 'cpu = ["torch==2.9.1"]\ncu126 = ["torch==2.9.1"]'
    return project(*base, extras=extras, uv=uv, sources=SOURCES) + index("cpu") + index("cu126")


def as_groups(text: str) -> str:
    grouped = text.replace("project.optional-dependencies", "dependency-groups")
    return grouped.replace("{ extra = ", "{ group = ").replace(', extra = "', ', group = "')


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        by_extra("numpy", "transformers"),
        by_extra("accelerate", uv=""),
        by_extra("accelerate").replace("explicit = true\n", ""),
        as_groups(by_extra("accelerate", uv=f'{CONFLICTS}\ndefault-groups = ["cu126"]')),
        as_groups(by_extra("torch", uv=f'{CONFLICTS}\ndefault-groups = "all"')),
        project("torch", "accelerate", sources=f"torch = {source('cpu')}") + index("cpu"),
        by_extra("torch", "accelerate").replace("torch = [", "torch = [{ index = 'pytorch-cpu' }, "),
    ],
    ids=["nothing-brings-it", "no-conflicts", "not-explicit", "default", "all-default", "for-all", "base-routed"],
)
def test_where_the_base_brings_no_other_torch_there_is_nothing(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("base", "place", "packages"),
    [
        (("numpy", "accelerate", "timm"), 1, ["accelerate", "timm"]),
        (("accelerate", "torch"), 1, ["torch"]),
        (("torch ; sys_platform == 'linux'",), 0, ["torch"]),
    ],
)
def test_what_brings_torch_is_named(
    base: tuple[str, ...], place: int, packages: list[str], catalogue: Catalogue
) -> None:
    for text in (by_extra(*base), as_groups(by_extra(*base))):
        (found,) = found_by(RULE, text, catalogue)
        assert (found.severity, found.fixable) == (Severity.WARNING, False)
        assert found.place.path == ("project", "dependencies", place)
        assert found.facts["packages"] == packages
        assert found.facts["names"] == ["cpu", "cu126"]


def test_it_is_said_in_whole_sentences(catalogue: Catalogue) -> None:
    (several,) = found_by(RULE, by_extra("accelerate", "timm"), catalogue)
    assert "accelerate, timm in the dependencies bring torch, so" in said(several)[0]
    (one,) = found_by(RULE, as_groups(by_extra("torch")), catalogue)
    assert "leave torch to them alone" in said(one)[1]


@pytest.mark.network
@pytest.mark.parametrize("base", ["accelerate", "torch"])
def test_uv_installs_pypis_torch_without_the_extra(base: str, real_uv: RealUv) -> None:
    locked = real_uv.lock(by_extra(base))
    assert locked.installs("torch", Selection(extra="cpu")) == "2.9.1+cpu from cpu"
    assert locked.installs("torch").endswith("from pypi")
    default = as_groups(by_extra(base, uv=f'{CONFLICTS}\ndefault-groups = ["cpu"]'))
    assert "torch==2.9.1+cpu" in real_uv.lock(default).sync().errors
