"""Markers that spell a machine as another system does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.findings import Severity
from wizard.doctor.mending import mend_all
from wizard.doctor.rules.marker_arch_case import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

BOTH = "(sys_platform == 'linux' or sys_platform == 'win32')"
WIDER = "(platform_machine == 'x86_64' or platform_machine == 'AMD64')"


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        led_to("cu130", marker="sys_platform == 'linux' and platform_machine == 'x86_64'"),
        led_to("cu130", marker=f"{BOTH} and {WIDER}"),
        led_to("cu130", marker="platform_machine == 'aarch64'"),
        led_to("cpu", marker="platform_machine == 'arm64'"),
        led_to("cu130", marker="platform_machine == 'x86_64' or platform_machine == 'aarch64'"),
        led_to("rocm6.4", marker="platform_machine == 'x86_64'"),
        led_to("cu130", marker=f"{BOTH} and platform_machine == 'aarch64'"),
        led_to("cu130", marker="platform_machine == 'x86_64'", uv="environments = [\"sys_platform == 'linux'\"]"),
        led_to("cu130", marker="platform_machine == 'riscv64'"),
        from_pypi("torch ; platform_machine == 'x86_64'"),
    ],
    ids=lambda text: text[-170:-120],
)
def test_what_is_meant_for_one_system_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_windows_that_another_source_serves_is_left_alone(catalogue: Catalogue) -> None:
    text = led_to("cu130").replace(
        'torch = { index = "pytorch" }',
        'torch = [{ index = "pytorch", marker = "platform_machine == \'x86_64\'" }, '
        '{ index = "pytorch", marker = "sys_platform == \'win32\'" }]',
    )
    assert found_by(RULE, text, catalogue) == []


BY_GROUP = (
    """\
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.11,<3.14"
dependencies = []

[dependency-groups]
cpu = ["torch>=2.9.1"]
cu130 = ["torch>=2.9.1"]

[tool.uv]
conflicts = [[{ group = "cpu" }, { group = "cu130" }]]

[tool.uv.sources]
torch = [
  { index = "pytorch-cpu", group = "cpu", marker = "sys_platform == 'win32'" },
  { index = "pytorch-cu130", group = "cu130", marker = "platform_machine == 'x86_64'" },
]
"""
    + index("cpu")
    + index("cu130")
)


def test_what_another_group_leads_elsewhere_excuses_nothing(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, BY_GROUP, catalogue)
    assert found.place.path == ("tool", "uv", "sources", "torch", 1, "marker")
    everyones = BY_GROUP.replace('group = "cpu", ', "")
    assert found_by(RULE, everyones, catalogue) == []


def test_an_alias_and_what_it_stands_for_are_mended_alike(catalogue: Catalogue) -> None:
    alias = '"]\ntrain = [{ include-group = "cu130" }]\n\n[tool.uv]'
    mended = mend_all(BY_GROUP.replace('"]\n\n[tool.uv]', alias), catalogue).text
    wider = "platform_machine == 'x86_64' or platform_machine == 'AMD64'"
    assert f'{{ index = "pytorch-cu130", group = "cu130", marker = "{wider}" }}' in mended
    assert f'{{ index = "pytorch-cu130", group = "train", marker = "{wider}" }}' in mended


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("platform_machine == 'x86_64'", "platform_machine == 'x86_64' or platform_machine == 'AMD64'"),
        (f"{BOTH} and platform_machine == 'x86_64'", f"{BOTH} and {WIDER}"),
        (
            "sys_platform == 'win32' and platform_machine == 'x86_64'",
            "sys_platform == 'win32' and platform_machine == 'AMD64'",
        ),
        (
            "sys_platform == 'linux' and platform_machine == 'arm64'",
            "sys_platform == 'linux' and platform_machine == 'aarch64'",
        ),
        ("platform_machine == 'amd64'", None),
    ],
)
def test_the_machine_is_spelled_right(wrong: str, right: str | None, catalogue: Catalogue) -> None:
    mended = mended_by(RULE, led_to("cu130", marker=wrong), catalogue)
    if right:
        assert mended == led_to("cu130", marker=right)
    assert found_by(RULE, mended, catalogue) == []


def test_a_marker_that_holds_nowhere_is_an_error(catalogue: Catalogue) -> None:
    text = led_to("cu130", marker="sys_platform == 'darwin' and platform_machine == 'aarch64'")
    (found,) = found_by(RULE, text, catalogue)
    assert found.severity is Severity.ERROR
    assert "holds on no machine" in said(found)[0]
    assert "arm64" in said(found)[0]


def test_a_machine_that_only_may_be_meant_is_a_warning(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu130", marker="platform_machine == 'x86_64'"), catalogue)
    assert found.severity is Severity.WARNING
    assert "Windows x86-64 reports AMD64" in said(found)[0]
    assert "platform_machine == 'AMD64'" in said(found)[1]
    (found,) = found_by(RULE, led_to("cu130", marker=f"{BOTH} and platform_machine == 'x86_64'"), catalogue)
    assert found.severity is Severity.ERROR


@pytest.mark.network
def test_windows_gets_pypis_build_until_it_is_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = led_to("cu130", "torch==2.9.1", marker=f"{BOTH} and platform_machine == 'x86_64'")
    broken = real_uv.lock(text)
    assert broken.refusal == ""
    assert broken.installs("torch", on="windows-x86_64") == "2.9.1 from pypi"
    mended = real_uv.lock(mended_by(RULE, text, catalogue))
    assert mended.installs("torch", on="windows-x86_64") == "2.9.1+cu130 from cu130"
    assert mended.installs("torch") == "2.9.1+cu130 from cu130"
