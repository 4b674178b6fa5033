"""Pythons that are let in and have no wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.findings import Severity
from wizard.doctor.rules.python_no_wheel import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        from_pypi("torch==2.9.1"),
        from_pypi("torch==2.9.1").replace('requires-python = ">=3.11,<3.14"\n', ""),
        from_pypi("torch>=2.9.1", python=">=3.11"),
        from_pypi("torch==2.9.1 ; python_version < '3.15'", python=">=3.11"),
        from_pypi("torch==2.9.1", python=">=3.11", uv="environments = [\"python_version < '3.15'\"]"),
        from_pypi("torch==1.13.1", python=">=3.11"),
        from_pypi("torch==2.9.1", python=">=3.9,<3.14"),
        from_pypi("torch==2.9.1", python="==3.12.3"),
        from_pypi("torch==2.9.1", python=">=3.11", uv='find-links = ["https://a.example"]'),
        led_to("cpu", "torch>=2.13.0", python=">=3.11"),
        led_to("cu130", "torch>=2.13.0", python=">=3.11", marker="sys_platform == 'linux'"),
        led_to("cu130", "torch==2.13.0", python=">=3.11", marker="sys_platform == 'linux'"),  # others may not be meant
    ],
    ids=lambda text: text[40:150],
)
def test_pythons_that_have_a_wheel_or_may_have_are_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_an_open_end_is_capped(catalogue: Catalogue) -> None:
    text = from_pypi("torch==2.9.1", python=">=3.11")
    (found,) = found_by(RULE, text, catalogue)
    assert (found.severity, found.place.path) == (Severity.ERROR, ("project", "requires-python"))
    assert "lets in Python 3.15, for which no torch==2.9.1 has a wheel (PyPI default)" in said(found)[0]
    assert '">=3.11,<3.15"' in said(found)[1]
    assert mended_by(RULE, text, catalogue) == from_pypi("torch==2.9.1", python=">=3.11,<3.15")


@pytest.mark.parametrize(
    ("torch", "wrong", "right"),
    [
        ("torch==2.6.0", ">=3.10,<4", ">=3.10,<3.14"),
        ("torch~=2.6.0", ">=3.9, <3.15", ">=3.9,<3.14"),
        ("torch==2.4.1", ">= 3.8", ">= 3.8,<3.13"),
        ("torch==2.4.1", ">=3.13", ""),
        ("torch==2.9.1", "~=3.10", "~=3.10,<3.15"),
    ],
)
def test_the_range_ends_where_the_wheels_end(torch: str, wrong: str, right: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, from_pypi(torch, python=wrong), catalogue)
    assert (found.facts["mended"], found.fixable) == (right, bool(right))
    assert said(found)[1].startswith("Leave out these Pythons, or") is not bool(right)


@pytest.mark.parametrize(
    ("torch", "wrong", "right"),
    [
        ("torch==2.13.0", ">=3.10,!=3.9.1", ">=3.11,!=3.9.1,<3.14"),
        ("torch==2.13.0", ">=3.10,<4", ">=3.11,<3.14"),
    ],
)
def test_the_range_begins_where_the_wheels_begin(torch: str, wrong: str, right: str, catalogue: Catalogue) -> None:
    arm = "environments = [\"sys_platform == 'win32' and platform_machine == 'ARM64' and python_version >= '3.10'\"]"
    (found,) = found_by(RULE, led_to("cpu", torch, python=wrong, uv=arm), catalogue)
    assert found.facts["mended"] == right


def test_a_gap_within_the_range_is_for_people_to_mend(catalogue: Catalogue) -> None:
    lines = ("torch==2.9.1 ; python_version != '3.12'", "torch==2.1.2 ; python_version == '3.12'")
    (found,) = found_by(RULE, from_pypi(*lines), catalogue)
    assert (found.facts["pythons"], found.fixable) == (("3.12",), False)


def test_a_selection_counts_by_itself(catalogue: Catalogue) -> None:
    text = led_to("cu128", "torch>=2.11.0", python=">=3.11").replace(
        'index = "pytorch"', 'index = "pytorch", extra = "gpu"'
    )
    text = text.replace("dependencies = [", "dependencies = []\noptional-dependencies.gpu = [")
    (found,) = found_by(RULE, text, catalogue)
    assert "(CUDA 12.8, “gpu”)" in said(found)[0]


def test_a_script_has_its_own_place(catalogue: Catalogue) -> None:
    (found,) = found_by(
        RULE, '# /// script\n# requires-python = ">=3.11"\n# dependencies = ["torch==2.9.1"]\n# ///\n', catalogue
    )
    assert found.place.path == ("requires-python",)


GUIDE = (
    """\
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.12.0"
dependencies = ["torch>=2.9.1"]

[tool.uv.sources]
torch = [
  { index = "pytorch-cpu", marker = "sys_platform != 'linux'" },
  { index = "pytorch-cu128", marker = "sys_platform == 'linux'" },
]
"""
    + index("cpu")
    + index("cu128")
)


def test_one_system_without_a_wheel_is_found_though_the_others_have_one(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, GUIDE, catalogue)
    assert (found.facts["pythons"], found.facts["accelerator"]) == (("3.15",), "CUDA 12.8")
    assert mended_by(RULE, GUIDE, catalogue) == GUIDE.replace(">=3.12.0", ">=3.12.0,<3.15")


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (GUIDE, Severity.INFO),  # nothing that the index has is for 3.15
        (GUIDE.replace(">=3.12.0", ">=3.12,<4"), Severity.INFO),
        (GUIDE.replace(">=3.12.0", "~=3.12"), Severity.INFO),
        (GUIDE.replace(">=3.12.0", ">=3.12,<3.16"), Severity.ERROR),  # somebody counted on 3.15
        (GUIDE.replace(">=3.12.0", "==3.15.*"), Severity.ERROR),
        (led_to("cu128", "torch==2.8.0", python=">=3.11"), Severity.ERROR),  # later ones have 3.14
        (GUIDE.replace("2.9.1", "2.9.1,<2.13"), Severity.ERROR),  # on Windows and macOS: later ones have it there
    ],
)
def test_a_range_without_an_end_is_worth_a_note_where_the_index_has_nothing_newer(
    text: str, severity: Severity, catalogue: Catalogue
) -> None:
    (found,) = found_by(RULE, text, catalogue)
    assert found.severity is severity


@pytest.mark.network
def test_uv_locks_it_and_the_newest_python_gets_nothing(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = led_to("cpu", "torch==2.9.1", python=">=3.11")
    broken = real_uv.lock(text)
    assert broken.refusal == ""
    assert "no wheel that fits" in broken.installs("torch", python="3.15")
    mended = real_uv.lock(mended_by(RULE, text, catalogue))
    assert mended.lock["requires-python"] == ">=3.11, <3.15"
    assert mended.installs("torch", python="3.14") == "2.9.1+cpu from cpu"


@pytest.mark.network
def test_uv_fails_on_a_system_whose_index_has_nothing_newer(real_uv: RealUv) -> None:
    locked = real_uv.lock(GUIDE)
    assert "no wheel that fits" in locked.installs("torch", python="3.15")
    assert locked.installs("torch", python="3.14") == "2.11.0+cu128 from cu128"
