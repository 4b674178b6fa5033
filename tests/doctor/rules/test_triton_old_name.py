"""A triton is asked for by the name that torch asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import ON_LINUX, project, source, with_uv
from wizard.doctor.findings import Severity
from wizard.doctor.rules.triton_old_name import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def named(torch: str, *tritons: str, path: str = "rocm7.2") -> str:
    sources = "\n".join(f"{name} = {source(path.replace('.', ''))}" for name in ("torch", *tritons))
    lines = (f"{name} ; {ON_LINUX}" for name in tritons)
    return project(torch, *lines, sources=sources) + index(path)


OLD = named("torch>=2.10", "pytorch-triton-rocm")
NEW = named("torch==2.9.1", "triton-rocm", path="rocm6.4")
STUCK = named("torch", "pytorch-triton-xpu", path="xpu")


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        named("torch>=2.10", "triton-rocm"),
        named("torch>=2.10", "pytorch-triton-rocm", "triton-rocm"),
        named("torch>=2.9", "pytorch-triton-xpu", path="xpu"),
        named("torch>=2.10"),
    ],
    ids=["right", "both", "kept-old", "none"],
)
def test_a_name_that_some_torch_asks_for_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [(OLD, "triton-rocm>=3.6.0", "pytorch-triton-rocm"), (NEW, "pytorch-triton-rocm>=3.5.1", '"triton-rocm')],
    ids=["old", "new"],
)
def test_the_wrong_name_is_replaced_with_its_source(text: str, right: str, wrong: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, text, catalogue)
    assert (found.severity, found.place.path) == (Severity.ERROR, ("project", "dependencies", 1))
    mended = mended_by(RULE, text, catalogue)
    assert f'"{right} ; {ON_LINUX}"' in mended
    assert wrong not in mended


def test_a_source_that_others_need_stays(catalogue: Catalogue) -> None:
    both = OLD.replace(
        "[tool.uv.sources]", '[project.optional-dependencies]\nold = ["pytorch-triton-rocm"]\n\n[tool.uv.sources]'
    )
    mended = mended_by(RULE, both, catalogue)
    assert "pytorch-triton-rocm = " in mended
    assert "\ntriton-rocm = " in mended


def test_an_overridden_one_is_named_where_it_is_overridden(catalogue: Catalogue) -> None:
    bare = OLD.replace(f'  "pytorch-triton-rocm ; {ON_LINUX}",\n', "")
    text = with_uv(bare, 'override-dependencies = ["pytorch-triton-rocm"]')
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("tool", "uv", "override-dependencies", 0)


def test_an_old_name_alone_keeps_an_open_torch_old(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, STUCK, catalogue)
    assert (found.severity, found.fixable) == (Severity.INFO, False)
    assert (found.facts["torch"], found.facts["package"]) == ("2.9.1", "triton-xpu")
    assert found.facts["newest"] != "2.9.1"


@pytest.mark.network
@pytest.mark.parametrize(("text", "name"), [(OLD, "triton-rocm"), (NEW, "pytorch-triton-rocm")], ids=["old", "new"])
def test_uv_refuses_the_wrong_name_and_takes_the_right_one(
    text: str, name: str, real_uv: RealUv, catalogue: Catalogue
) -> None:
    assert f"no version of {name}" in real_uv.lock(text).refusal
    mended = real_uv.lock(mended_by(RULE, text, catalogue))
    assert "from rocm" in mended.installs(name)


@pytest.mark.network
def test_uv_stays_at_the_last_torch_that_asks_for_the_old_name(real_uv: RealUv) -> None:
    assert real_uv.lock(STUCK).installs("torch") == "2.9.1+xpu from xpu"
