"""Sources for machines that the environments leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules.environments_vs_markers import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

LINUX = "environments = [\"sys_platform == 'linux'\"]"


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        led_to("cu130", marker="sys_platform == 'win32'"),
        led_to("cu130", uv=LINUX),
        led_to("cu130", marker="sys_platform == 'linux' or sys_platform == 'win32'", uv=LINUX),
        led_to("cu130", marker="sys_platform == 'windows'", uv=LINUX),
        led_to("cu130", marker="platform_machine == 'aarch64' and 'tegra' in platform_release", uv=LINUX),
    ],
    ids=["no environments", "no marker", "in part", "never true, another rule's", "a Jetson"],
)
def test_a_source_that_applies_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_source_that_never_applies_is_found(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu130", marker="sys_platform == 'win32'", uv=LINUX), catalogue)
    assert found.place.path == ("tool", "uv", "sources", "torch", "marker")
    assert not found.fixable
    assert "it is for Windows x86-64, Windows ARM64" in said(found)[0]
    assert "tool.uv.environments" in said(found)[1]


@pytest.mark.network
def test_uv_refuses_the_machine_that_was_left_out(real_uv: RealUv) -> None:
    broken = real_uv.lock(led_to("cu130", "torch==2.9.1", marker="sys_platform == 'win32'", uv=LINUX))
    assert broken.refusal == ""
    assert "not compatible with the lockfile's supported environments" in " ".join(
        broken.sync(on="windows-x86_64").errors.split()
    )
    assert broken.origins("torch") == {"pypi"}
