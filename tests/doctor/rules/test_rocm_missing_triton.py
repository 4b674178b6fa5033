"""A ROCm build needs its triton from the same index, required and routed by the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import ON_LINUX, project, source, with_uv
from wizard.doctor.findings import Severity
from wizard.doctor.rules.rocm_missing_triton import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

TORCH = f"torch = {source('rocm72')}"
BROKEN = project("torch>=2.10", sources=TORCH) + index("rocm7.2")
ONLY_SOURCE = project("torch>=2.10", sources=f"{TORCH}\ntriton-rocm = {source('rocm72')}") + index("rocm7.2")
ONLY_REQUIRED = project("torch>=2.10", f"triton-rocm ; {ON_LINUX}", sources=TORCH) + index("rocm7.2")
BY_EXTRA = (
    project(
        extras='cpu = ["torch>=2.10"]\nrocm = ["torch>=2.10"]',
        uv='conflicts = [[{ extra = "cpu" }, { extra = "rocm" }]]',
        sources=f"torch = [{source('cpu', extra='cpu')}, {source('rocm72', extra='rocm')}]",
    )
    + index("cpu")
    + index("rocm7.2")
)


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        BROKEN.replace("explicit = true\n", ""),
        BROKEN.replace("torch>=2.10", "torch==2.1.0").replace("rocm7.2", "rocm5.6"),
        BROKEN.replace("torch>=2.10", "torch==2.9.1"),
        BROKEN.replace("rocm7.2", "rocm9.9"),
        BROKEN.replace("rocm7.2", "nightly/rocm7.2"),
        with_uv(BROKEN, 'find-links = ["wheels"]'),
        ONLY_SOURCE.replace(
            "[tool.uv.sources]", '[tool.uv]\noverride-dependencies = ["triton-rocm"]\n\n[tool.uv.sources]'
        ),
        project("torch>=2.10", f"triton-rocm ; {ON_LINUX}", sources=f"{TORCH}\ntriton-rocm = {source('rocm72')}")
        + index("rocm7.2"),
    ],
    ids=["not-explicit", "triton-at-pypi", "no-such-torch", "unknown", "nightly", "find-links", "override", "routed"],
)
def test_where_triton_is_found_or_nobody_can_tell_there_is_nothing(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize("text", [BROKEN, ONLY_SOURCE, ONLY_REQUIRED], ids=["both", "requirement", "source"])
def test_what_is_missing_is_named_at_torch_and_added(text: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, text, catalogue)
    assert (found.severity, found.place.path) == (Severity.ERROR, ("project", "dependencies", 0))
    assert found.facts["package"] == "triton-rocm"
    mended = mended_by(RULE, text, catalogue)
    assert found_by(RULE, mended, catalogue) == []
    assert mended.count("triton-rocm = ") == 1
    assert mended.count('"triton-rocm') == 1


def test_the_requirement_reaches_down_to_the_oldest_torch_of_that_name(catalogue: Catalogue) -> None:
    assert f'  "triton-rocm>=3.6.0 ; {ON_LINUX}",\n' in mended_by(RULE, BROKEN, catalogue)
    old = BROKEN.replace("torch>=2.10", "torch>=2.8").replace("rocm7.2", "rocm6.4")
    assert f'"pytorch-triton-rocm>=3.4.0 ; {ON_LINUX}"' in mended_by(RULE, old, catalogue)


def test_an_extra_gets_it_in_the_extra(catalogue: Catalogue) -> None:
    mended = mended_by(RULE, BY_EXTRA, catalogue)
    assert f'rocm = ["torch>=2.10", "triton-rocm>=3.6.0 ; {ON_LINUX}"]' in mended
    assert '{ index = "pytorch-rocm72", extra = "rocm", marker = ' in mended.partition("triton-rocm = ")[2]


def test_a_source_for_every_machine_gets_a_triton_for_linux(catalogue: Catalogue) -> None:
    mended = mended_by(RULE, BROKEN.replace(f', marker = "{ON_LINUX}"', ""), catalogue)
    assert mended.count(ON_LINUX) == 2


def test_a_narrow_marker_of_torch_is_kept_for_triton(catalogue: Catalogue) -> None:
    narrow = f"{ON_LINUX} and platform_machine == 'x86_64'"
    assert mended_by(RULE, BROKEN.replace(ON_LINUX, narrow), catalogue).count(narrow) == 3


@pytest.mark.network
@pytest.mark.parametrize("text", [BROKEN, ONLY_SOURCE, ONLY_REQUIRED], ids=["both", "requirement", "source"])
def test_uv_refuses_the_broken_file_and_takes_the_mended(text: str, real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "no version of triton-rocm" in real_uv.lock(text).refusal
    mended = real_uv.lock(mended_by(RULE, text, catalogue))
    assert mended.refusal == ""
    assert mended.installs("torch") == "2.13.0+rocm7.2 from rocm7.2"
    assert mended.installs("triton-rocm") == "3.7.1 from rocm7.2"
    assert mended.installs("torch", on="macos-arm64").endswith("from pypi")
    assert mended.installs("triton-rocm", on="macos-arm64") == ""


@pytest.mark.network
def test_uv_takes_it_by_extra(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "no version of triton-rocm" in real_uv.lock(BY_EXTRA).refusal
    mended = real_uv.lock(mended_by(RULE, BY_EXTRA, catalogue))
    assert mended.installs("torch", Selection(extra="rocm")) == "2.13.0+rocm7.2 from rocm7.2"
    assert mended.installs("torch", Selection(extra="cpu")).endswith("+cpu from cpu")
