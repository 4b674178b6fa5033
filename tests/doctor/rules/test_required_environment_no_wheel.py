"""Machines that a file names, and no wheel is for, where they are no Intel Mac and no Windows on Arm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.machines import LINUX, LINUX_ARM, MAC, found_in, required
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules.required_environment_no_wheel import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        from_pypi("torch==2.9.1", uv=required(LINUX)),
        led_to("cu130", "torch==2.9.1", uv=required(MAC)),
        from_pypi("torch==2.9.1", uv="required-environments = [3]"),
    ],
    ids=lambda text: text[80:240],
)
def test_machines_that_may_have_a_wheel_are_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_in(text, catalogue) == []


def test_any_other_machine_is_named(catalogue: Catalogue) -> None:
    (found,) = found_in(led_to("cu118", "torch==2.7.1", uv=required(LINUX_ARM)), catalogue)
    assert found.code == "required-environment-no-wheel"
    assert "Linux ARM64, named here, gets torch==2.7.1" in said(found)[0]
    (found,) = found_in(led_to("cu118", "torch==2.7.1", uv=f'environments = ["{LINUX}", "{LINUX_ARM}"]'), catalogue)
    assert found.place.path == ("tool", "uv", "environments", 1)


@pytest.mark.network
def test_uv_refuses_to_lock_what_is_required_in_vain(real_uv: RealUv) -> None:
    text = led_to("cu118", "torch==2.7.1", uv=required(LINUX_ARM))
    mended = led_to("cu118", "torch==2.7.1", marker=LINUX, uv=required(LINUX_ARM))
    assert "compatible wheels" in real_uv.lock(text).refusal
    assert real_uv.lock(mended).refusal == ""
