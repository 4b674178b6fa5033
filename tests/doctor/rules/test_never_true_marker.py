"""Markers that compare with what no Python says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules.never_true_marker import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

WRONG = "sys_platform == 'linux' or sys_platform == 'windows'"
RIGHT = "sys_platform == 'linux' or sys_platform == 'win32'"


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "marker",
    [
        RIGHT,
        "platform_system == 'Linux' or platform_system == 'Windows' or platform_system == 'Darwin'",
        "os_name == 'nt' or os_name == 'posix'",
        "sys_platform == 'emscripten' or sys_platform == 'cygwin'",
        "platform_machine == 'arm64' and python_version < '3.14'",
        "'linux' == sys_platform",
    ],
)
def test_what_pythons_say_is_left_alone(marker: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, led_to("cu130", f"torch ; {marker}", marker=marker), catalogue) == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (WRONG, RIGHT),
        ("sys_platform == 'Linux'", "sys_platform == 'linux'"),
        ("sys_platform=='macos'", "sys_platform=='darwin'"),
        ("'win64' == sys_platform", "'win32' == sys_platform"),
        (
            "platform_system == 'linux' and python_version > '3.9'",
            "platform_system == 'Linux' and python_version > '3.9'",
        ),
        ("platform_system != 'darwin'", "platform_system != 'Darwin'"),
        ("os_name == 'windows'", "os_name == 'nt'"),
    ],
)
def test_a_word_that_python_never_says_is_put_right(wrong: str, right: str, catalogue: Catalogue) -> None:
    assert mended_by(RULE, led_to("cu130", marker=wrong), catalogue) == led_to("cu130", marker=right)
    requirement = from_pypi("torch>=2.9 ; " + wrong)
    assert mended_by(RULE, requirement, catalogue) == from_pypi("torch>=2.9 ; " + right)
    environments = led_to("cu130", uv=f'environments = ["{wrong}"]')
    assert mended_by(RULE, environments, catalogue) == led_to("cu130", uv=f'environments = ["{right}"]')


def test_what_is_no_text_is_no_marker(catalogue: Catalogue) -> None:
    assert found_by(RULE, led_to("cu130", uv="environments = [1]\nrequired-environments = 2"), catalogue) == []


def test_a_setting_may_be_one_string(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu130", uv="environments = \"sys_platform == 'windows'\""), catalogue)
    assert found.place.path == ("tool", "uv", "environments")


def test_it_says_what_was_meant(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu130", marker=WRONG), catalogue)
    assert found.place.path == ("tool", "uv", "sources", "torch", "marker")
    assert "sys_platform == 'windows'" in said(found)[0]
    assert "never true" in said(found)[0]
    assert said(found)[1] == "Write sys_platform == 'win32'."
    (found,) = found_by(RULE, led_to("cu130", marker="sys_platform != 'windows'"), catalogue)
    assert "always true" in said(found)[0]
    assert said(found)[1] == "Write sys_platform != 'win32'."


@pytest.mark.network
def test_uv_says_nothing_and_windows_gets_pypis_build(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = led_to("cu130", "torch==2.9.1", marker=WRONG)
    broken = real_uv.lock(text)
    assert broken.refusal == ""
    assert broken.installs("torch", on="windows-x86_64") == "2.9.1 from pypi"
    mended = real_uv.lock(mended_by(RULE, text, catalogue))
    assert mended.installs("torch", on="windows-x86_64") == "2.9.1+cu130 from cu130"
