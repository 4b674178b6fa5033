"""An XPU build needs its triton from the same index, required and routed by the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from wizard.doctor.rules.xpu_missing_triton import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

NOT_ON_A_MAC = "sys_platform != 'darwin'"
BROKEN = project("torch>=2.10", sources=f"torch = {source('xpu', marker=NOT_ON_A_MAC)}") + index("xpu")


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in (*quiet_files(catalogue), BROKEN.replace("whl/xpu", "whl/rocm7.2")):
        assert found_by(RULE, text, catalogue) == []


def test_the_triton_of_the_era_is_added_with_torchs_marker(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, BROKEN, catalogue)
    assert found.facts["package"] == "triton-xpu"
    assert mended_by(RULE, BROKEN, catalogue).count(NOT_ON_A_MAC) == 3
    old = BROKEN.replace(">=2.10", "~=2.9.1")
    assert f'"pytorch-triton-xpu>=3.5.0 ; {NOT_ON_A_MAC}"' in mended_by(RULE, old, catalogue)


def test_without_a_marker_it_is_for_linux_and_windows(catalogue: Catalogue) -> None:
    mended = mended_by(RULE, BROKEN.replace(f', marker = "{NOT_ON_A_MAC}"', ""), catalogue)
    assert mended.count("sys_platform == 'linux' or sys_platform == 'win32'") == 2


@pytest.mark.network
def test_uv_refuses_the_broken_file_and_takes_the_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "no version of triton-xpu" in real_uv.lock(BROKEN).refusal
    mended = real_uv.lock(mended_by(RULE, BROKEN, catalogue))
    assert mended.installs("torch", on="windows-x86_64").endswith("+xpu from xpu")
    assert mended.installs("triton-xpu", on="windows-x86_64").endswith("from xpu")
    assert mended.installs("torch", on="macos-arm64").endswith("from pypi")
