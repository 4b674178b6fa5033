"""Two markers are compared as uv compares them."""

from __future__ import annotations

import pytest

from wizard.doctor.overlaps import overlap


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sys_platform == 'linux'", "platform_system == 'Windows'"),
        ("sys_platform == 'linux'", "sys_platform != 'linux'"),
        ("platform_machine == 'x86_64'", 'platform_machine == "aarch64"'),
        ("python_full_version < '3.12.5'", "python_full_version >= '3.12.5'"),
        ("implementation_name == 'cpython'", "implementation_name == 'pypy'"),
        ("no marker", "sys_platform == 'linux'"),
    ],
)
def test_these_are_never_both_true_or_no_markers(one: str, other: str) -> None:
    assert not overlap(one, other)
    assert not overlap(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", "sys_platform == 'linux'"),
        ("", ""),
        ("sys_platform == 'linux'", "platform_machine == 'arm64'"),
        ("sys_platform != 'linux'", "sys_platform != 'win32' and sys_platform != 'darwin'"),
        ("python_full_version <= '3.12.5'", "python_full_version >= '3.12.5'"),
        ("platform_machine != 'x86_64'", "sys_platform == 'linux'"),
    ],
)
def test_these_can_both_be_true(one: str, other: str) -> None:
    assert overlap(one, other)
    assert overlap(other, one)


def test_of_more_than_people_write_nothing_is_claimed() -> None:
    keys = ("machine", "release", "version", "python_implementation")
    long = " or ".join(f"platform_{key} == '{key}{number}'" for key in keys for number in range(10))
    assert not overlap(long, "sys_platform == 'linux'")
