"""Sources that say ``platform_system``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules.platform_system import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        led_to("cu130", marker="sys_platform == 'linux'"),
        led_to("cu130", marker="platform_system == 'linux'"),
        from_pypi("torch ; platform_system == 'Linux'"),
    ],
    ids=["sys_platform", "never true, another rule's", "a requirement"],
)
def test_other_markers_are_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_it_is_said_by_sys_platform(catalogue: Catalogue) -> None:
    text = led_to("cu130", marker="platform_system == 'Linux' or platform_system == 'Windows' and os_name == 'nt'")
    (found,) = found_by(RULE, text, catalogue)
    assert "platform_system == 'Linux': the same as sys_platform == 'linux'" in said(found)[0]
    right = "sys_platform == 'linux' or sys_platform == 'win32' and os_name == 'nt'"
    assert mended_by(RULE, text, catalogue) == led_to("cu130", marker=right)
