"""A triton that exists for Linux alone is required there alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import ON_LINUX, project, source, with_uv
from wizard.doctor.rules.triton_no_linux_marker import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

TORCH = f"torch = {source('rocm72')}"
ROUTED_ON_LINUX = project(
    "torch>=2.10", "triton-rocm>=3.6.0", sources=f"{TORCH}\ntriton-rocm = {source('rocm72')}"
) + index("rocm7.2")
ROUTED = ROUTED_ON_LINUX.replace(f"triton-rocm = {source('rocm72')}", f"triton-rocm = {source('rocm72', marker='')}")


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        ROUTED_ON_LINUX.replace("triton-rocm>=3.6.0", f"triton-rocm>=3.6.0 ; {ON_LINUX}"),
        with_uv(ROUTED_ON_LINUX, f'environments = ["{ON_LINUX}"]'),
        ROUTED.replace(TORCH, f"torch = {source('rocm72', marker='')}"),
        ROUTED.replace("whl/rocm7.2", "whl/cpu"),
    ],
    ids=["marked", "linux-only", "torch-everywhere", "not-rocm"],
)
def test_a_triton_that_keeps_to_torchs_machines_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(("text", "locks"), [(ROUTED_ON_LINUX, False), (ROUTED, True)], ids=["source", "no-source"])
def test_the_marker_of_torch_is_added(text: str, locks: bool, catalogue: Catalogue) -> None:  # noqa: FBT001
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("project", "dependencies", 1)
    assert found.facts["locks"] is locks
    assert "macOS Apple silicon" in str(found.facts["platforms"])
    assert mended_by(RULE, text, catalogue) == text.replace('>=3.6.0"', f'>=3.6.0 ; {ON_LINUX}"')


def test_a_marker_that_is_there_stays(catalogue: Catalogue) -> None:
    text = ROUTED.replace('>=3.6.0"', ">=3.6.0;python_version<'3.14' or sys_platform=='win32'\"")
    wanted = f">=3.6.0 ; (python_version<'3.14' or sys_platform=='win32') and {ON_LINUX}\""
    assert wanted in mended_by(RULE, text, catalogue)


@pytest.mark.network
def test_uv_refuses_to_lock_where_the_source_has_the_marker(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "(markers: sys_platform != 'linux')" in real_uv.lock(ROUTED_ON_LINUX).refusal
    mended = real_uv.lock(mended_by(RULE, ROUTED_ON_LINUX, catalogue))
    assert mended.installs("triton-rocm").endswith("from rocm7.2")


@pytest.mark.network
def test_uv_refuses_to_install_elsewhere_where_it_has_none(real_uv: RealUv, catalogue: Catalogue) -> None:
    broken = real_uv.lock(ROUTED)
    assert broken.refusal == ""
    assert "triton-rocm" in broken.sync(on="macos-arm64").errors
    assert broken.sync(on="macos-arm64").refused
    assert not real_uv.lock(mended_by(RULE, ROUTED, catalogue)).sync(on="macos-arm64").refused
