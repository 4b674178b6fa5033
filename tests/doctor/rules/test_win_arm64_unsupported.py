"""Windows on Arm that a file names, and no wheel is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.machines import LINUX, WINDOWS_ARM, found_in, required
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules.win_arm64_unsupported import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


def test_the_cpu_index_has_wheels_for_it(catalogue: Catalogue) -> None:
    assert found_in(led_to("cpu", "torch>=2.9.1", uv=required(WINDOWS_ARM)), catalogue) == []


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


@pytest.mark.network
def test_uv_refuses_to_lock_what_is_required_in_vain(real_uv: RealUv) -> None:
    text = from_pypi("torch==2.13.0", uv=required(WINDOWS_ARM))
    mended = led_to("cpu", "torch==2.13.0", marker=WINDOWS_ARM, uv=required(WINDOWS_ARM))
    assert "compatible wheels" in real_uv.lock(text).refusal
    assert real_uv.lock(mended).refusal == ""


@pytest.mark.network
@pytest.mark.parametrize("value", [f'["{LINUX}", "{WINDOWS_ARM}"]', f'"{WINDOWS_ARM}"'], ids=["among others", "alone"])
def test_uv_refuses_to_lock_what_is_named_in_vain_too(value: str, real_uv: RealUv) -> None:
    text = from_pypi("torch==2.13.0", uv=f"environments = {value}")
    assert "compatible wheels" in real_uv.lock(text).refusal
