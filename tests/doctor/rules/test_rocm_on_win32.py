"""Sources of ROCm builds that reach Windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.files import led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.findings import Severity
from wizard.doctor.rules import gpu_source_no_platform_marker
from wizard.doctor.rules.rocm_on_win32 import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

TORCH = "torch==2.9.1"
TRITON = "pytorch-triton-rocm==3.5.1 ; sys_platform == 'linux'"


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        led_to("cu130"),
        led_to("rocm6.4", marker="sys_platform == 'linux'"),
        led_to("rocm6.4", uv="environments = [\"sys_platform == 'linux'\"]"),
        led_to("rocm6.4", f"{TORCH} ; sys_platform == 'linux'"),
    ],
    ids=["cuda", "marker", "environments", "requirement"],
)
def test_what_windows_is_not_led_to_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("marker", "severity"),
    [("", Severity.WARNING), ("sys_platform == 'linux' or sys_platform == 'win32'", Severity.ERROR)],
)
def test_windows_that_is_named_makes_it_an_error(marker: str, severity: Severity, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("rocm6.4", TORCH, marker=marker), catalogue)
    assert found.severity is severity
    assert "ROCm 6.4" in said(found)[0]
    assert "sys_platform == 'linux'" in said(found)[1]


def test_inside_an_extra_it_is_worth_knowing(catalogue: Catalogue) -> None:
    text = led_to("rocm6.4").replace('index = "pytorch" }', 'index = "pytorch", extra = "amd" }')
    extra = '[project.optional-dependencies]\namd = ["torch"]\n\n[tool.uv]'
    (found,) = found_by(RULE, text.replace("[tool.uv]", extra), catalogue)
    assert found.severity is Severity.INFO
    assert "for “amd”" in said(found)[0]


def test_one_mend_keeps_windows_and_macs_out(catalogue: Catalogue) -> None:
    text = led_to("rocm6.4", TORCH)
    assert found_by(gpu_source_no_platform_marker.RULE, text, catalogue) == []
    mended = mended_by(RULE, text, catalogue)
    assert mended == led_to("rocm6.4", TORCH, marker="sys_platform == 'linux'")
    assert found_by(gpu_source_no_platform_marker.RULE, mended, catalogue) == []


@pytest.mark.network
def test_uv_locks_it_and_windows_gets_nothing_until_it_is_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    source = '[tool.uv.sources]\npytorch-triton-rocm = { index = "pytorch" }'
    text = led_to("rocm6.4", TORCH, TRITON).replace("[tool.uv.sources]", source)
    broken = real_uv.lock(text)
    assert broken.refusal == ""
    assert "no wheel that fits" in broken.installs("torch", on="windows-x86_64")
    mended = real_uv.lock(mended_by(RULE, text, catalogue))
    assert mended.installs("torch", on="windows-x86_64") == "2.9.1 from pypi"
    assert mended.installs("torch") == "2.9.1+rocm6.4 from rocm6.4"
