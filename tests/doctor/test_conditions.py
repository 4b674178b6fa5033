"""Where a marker is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import project_of
from tests.doctor.rules.files import from_pypi
from wizard.doctor.conditions import covers, holds, markers_listed, markers_of, platforms_in_scope, platforms_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

LINUX = {"linux-x86_64", "linux-aarch64"}
WINDOWS = {"windows-x86_64", "windows-arm64"}
MACS = {"macos-arm64", "macos-x86_64"}


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("", True),
        ("sys_platform == 'linux' and python_version >= '3.12'", True),
        ("python_version < '3.12'", False),
        ("extra == 'gpu'", False),
        ("'gpu' in dependency_groups", False),
        ("os_name ~= 'posix'", False),
        ("no marker", False),
    ],
)
def test_a_marker_holds_on_a_machine_with_a_python(marker: str, *, expected: bool, catalogue: Catalogue) -> None:
    assert holds(marker, catalogue.platforms["linux-x86_64"], "3.12") is expected


@pytest.mark.parametrize(
    ("marker", "platforms"),
    [
        ("", LINUX | WINDOWS | MACS),
        ("  ", LINUX | WINDOWS | MACS),
        ("sys_platform == 'linux'", LINUX),
        ("platform_system == 'Darwin'", MACS),
        ("os_name == 'nt'", WINDOWS),
        ("sys_platform == 'linux' and platform_machine == 'x86_64'", {"linux-x86_64"}),
        ("platform_machine == 'x86_64'", {"linux-x86_64", "macos-x86_64"}),
        ("platform_machine == 'AMD64'", {"windows-x86_64"}),
        ("sys_platform != 'darwin' and python_version >= '3.12'", LINUX | WINDOWS),
        ("python_version < '3.0'", set()),
        ("python_full_version < '3.13' and implementation_name == 'cpython'", LINUX | WINDOWS | MACS),
        ("'tegra' in platform_release", set()),
        ("extra == 'gpu'", set()),
        ("sys_platform == 'windows'", set()),
        ("platform_system == 'linux'", set()),
        ("nonsense", set()),
        ("os_name ~= 'nt'", set()),
        ("sys_platform ==", set()),
    ],
)
def test_a_marker_covers_its_platforms(marker: str, platforms: set[str], catalogue: Catalogue) -> None:
    assert platforms_of(marker, catalogue) == platforms
    assert all(covers(marker, catalogue.platforms[slug]) for slug in platforms)


@pytest.mark.parametrize(
    ("environments", "platforms"),
    [
        ("[]", LINUX | WINDOWS | MACS),
        ("3", LINUX | WINDOWS | MACS),
        ("\"sys_platform == 'linux'\"", LINUX),
        ("[\"sys_platform == 'linux'\", \"sys_platform == 'darwin'\"]", LINUX | MACS),
    ],
)
def test_environments_narrow_what_is_resolved(environments: str, platforms: set[str], catalogue: Catalogue) -> None:
    project = project_of(f"[tool.uv]\nenvironments = {environments}", catalogue)
    assert platforms_in_scope(project, catalogue) == platforms


def test_a_setting_may_be_one_marker_several_or_nonsense(catalogue: Catalogue) -> None:
    def markers(value: str) -> tuple[str, ...]:
        return markers_of(project_of(from_pypi("torch", uv=f"environments = {value}"), catalogue), "environments")

    assert markers('"a"') == ("a",)
    assert markers('["a", 1, "b"]') == ("a", "b")
    assert markers("3") == ()


def test_a_marker_stands_at_its_position_or_alone(catalogue: Catalogue) -> None:
    def places(value: str) -> list[object]:
        project = project_of(from_pypi("torch", uv=f"environments = {value}"), catalogue)
        return [path[2:] for path, _ in markers_listed(project, "environments")]

    assert places('[1, "b"]') == [("environments", 1)]
    assert places('"a"') == [("environments",)]
