"""Intel Macs that a file names, and no wheel is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.machines import INTEL_MAC, LINUX, found_in, required
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules.intel_mac_required import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        from_pypi("torch>=2.2", python=">=3.11,<3.14", uv=required(INTEL_MAC)),
        from_pypi("torch==2.9.1", uv=required("sys_platform == 'darwin'")),
        from_pypi(f"torch==2.9.1 ; {LINUX}", uv=required(INTEL_MAC)),
        from_pypi("numpy", uv=required(INTEL_MAC)),
        from_pypi("torch>=99", uv=required(INTEL_MAC)),
        led_to("nightly/cpu", "torch==2.9.1", uv=required(INTEL_MAC)),
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


@pytest.mark.network
def test_uv_refuses_to_lock_what_is_required_in_vain(real_uv: RealUv) -> None:
    text = from_pypi("torch>=2.9", python=">=3.11,<3.13", uv=required(INTEL_MAC))
    mended = from_pypi("torch>=2.2", python=">=3.11,<3.13", uv=required(INTEL_MAC))
    assert "compatible wheels" in real_uv.lock(text).refusal
    assert real_uv.lock(mended).refusal == ""


@pytest.mark.network
@pytest.mark.parametrize("value", [f'["{LINUX}", "{INTEL_MAC}"]', f'"{INTEL_MAC}"'], ids=["among others", "alone"])
def test_uv_refuses_to_lock_what_is_named_in_vain_too(value: str, real_uv: RealUv) -> None:
    text = from_pypi("torch==2.13.0", uv=f"environments = {value}")
    assert "compatible wheels" in real_uv.lock(text).refusal
