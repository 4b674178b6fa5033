"""Machines that a file names and no wheel is for: Intel Macs, Windows on Arm, and any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import from_pypi, led_to, quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules import intel_mac_required, required_environment_no_wheel, win_arm64_unsupported

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding

RULES = (intel_mac_required.RULE, required_environment_no_wheel.RULE, win_arm64_unsupported.RULE)
INTEL_MAC = "sys_platform == 'darwin' and platform_machine == 'x86_64'"
WINDOWS_ARM = "sys_platform == 'win32' and platform_machine == 'ARM64'"
LINUX_ARM = "sys_platform == 'linux' and platform_machine == 'aarch64'"
LINUX = "sys_platform == 'linux' and platform_machine == 'x86_64'"
MAC = "sys_platform == 'darwin' and platform_machine == 'arm64'"


def required(marker: str) -> str:
    return f'required-environments = ["{marker}"]'


def found_in(text: str, catalogue: Catalogue) -> list[Finding]:
    return [one for rule in RULES for one in found_by(rule, text, catalogue)]


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_in(text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        from_pypi("torch==2.9.1", uv=required(LINUX)),
        from_pypi("torch>=2.2", python=">=3.11,<3.14", uv=required(INTEL_MAC)),
        from_pypi("torch==2.9.1", uv=required("sys_platform == 'darwin'")),
        from_pypi(f"torch==2.9.1 ; {LINUX}", uv=required(INTEL_MAC)),
        from_pypi("numpy", uv=required(INTEL_MAC)),
        from_pypi("torch>=99", uv=required(INTEL_MAC)),
        led_to("cpu", "torch>=2.9.1", uv=required(WINDOWS_ARM)),
        led_to("cu130", "torch==2.9.1", uv=required(MAC)),
        led_to("nightly/cpu", "torch==2.9.1", uv=required(INTEL_MAC)),
        from_pypi("torch==2.9.1", uv="required-environments = [3]"),
    ],
    ids=lambda text: text[80:240],
)
def test_machines_that_may_have_a_wheel_are_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_in(text, catalogue) == []


def test_an_intel_mac_has_had_none_since_2_2_2(catalogue: Catalogue) -> None:
    (found,) = found_in(from_pypi("torch==2.9.1", uv=required(INTEL_MAC)), catalogue)
    assert (found.code, found.place.path) == ("intel-mac-required", ("tool", "uv", "required-environments", 0))
    assert "uv refuses to lock" in said(found)[0]
    assert "is 2.2.2, for Python up to 3.12" in said(found)[0]
    assert "numpy<2" in said(found)[1]
    (found,) = found_in(from_pypi("torch==2.9.1", uv=f'environments = ["{INTEL_MAC}"]'), catalogue)
    assert found.place.path == ("tool", "uv", "environments", 0)


def test_an_intel_mac_has_none_for_new_pythons(catalogue: Catalogue) -> None:
    (found,) = found_in(from_pypi("torch>=2.0", python=">=3.13", uv=required(INTEL_MAC)), catalogue)
    assert found.code == "intel-mac-required"


def test_windows_on_arm_has_none_at_pypi(catalogue: Catalogue) -> None:
    both = f'environments = ["{LINUX}", "{WINDOWS_ARM}"]\n{required(WINDOWS_ARM)}'
    (found,) = found_in(from_pypi("torch==2.13.0", uv=both), catalogue)
    assert (found.code, found.place.path) == ("win-arm64-unsupported", ("tool", "uv", "required-environments", 0))
    assert "PyPI default" in said(found)[0]
    assert "since torch 2.7.0" in said(found)[1]
    (found,) = found_in(from_pypi("torch==2.9.1", uv=f'environments = "{WINDOWS_ARM}"'), catalogue)
    assert found.place.path == ("tool", "uv", "environments")
    (found,) = found_in(led_to("cpu", "torch==2.6.0", uv=f'environments = ["{WINDOWS_ARM}"]'), catalogue)
    assert "few Pythons" in said(found)[1]


def test_any_other_machine_is_named(catalogue: Catalogue) -> None:
    (found,) = found_in(led_to("cu118", "torch==2.7.1", uv=required(LINUX_ARM)), catalogue)
    assert found.code == "required-environment-no-wheel"
    assert "Linux ARM64, named here, gets torch==2.7.1" in said(found)[0]
    (found,) = found_in(led_to("cu118", "torch==2.7.1", uv=f'environments = ["{LINUX}", "{LINUX_ARM}"]'), catalogue)
    assert found.place.path == ("tool", "uv", "environments", 1)


@pytest.mark.network
@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (
            from_pypi("torch>=2.9", python=">=3.11,<3.13", uv=required(INTEL_MAC)),
            from_pypi("torch>=2.2", python=">=3.11,<3.13", uv=required(INTEL_MAC)),
        ),
        (
            from_pypi("torch==2.13.0", uv=required(WINDOWS_ARM)),
            led_to("cpu", "torch==2.13.0", marker=WINDOWS_ARM, uv=required(WINDOWS_ARM)),
        ),
        (
            led_to("cu118", "torch==2.7.1", uv=required(LINUX_ARM)),
            led_to("cu118", "torch==2.7.1", marker=LINUX, uv=required(LINUX_ARM)),
        ),
    ],
    ids=["an Intel Mac", "Windows on Arm", "Linux on Arm"],
)
def test_uv_refuses_to_lock_what_is_required_in_vain(text: str, mended: str, real_uv: RealUv) -> None:
    assert "compatible wheels" in real_uv.lock(text).refusal
    assert real_uv.lock(mended).refusal == ""


@pytest.mark.network
def test_uv_refuses_to_lock_what_is_named_in_vain_too(real_uv: RealUv) -> None:
    for named in (WINDOWS_ARM, INTEL_MAC):
        for value in (f'["{LINUX}", "{named}"]', f'"{named}"'):
            text = from_pypi("torch==2.13.0", uv=f"environments = {value}")
            assert "compatible wheels" in real_uv.lock(text).refusal
