"""The sources of a package have to exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.pieces import BY_MARKER, ONE_INDEX, PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS
from wizard.doctor.rules.overlapping_source_markers import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def marked(cpu: str, cu130: str) -> str:
    return BY_MARKER.replace("sys_platform == 'darwin'", cpu).replace(
        "sys_platform == 'linux' or sys_platform == 'win32'", cu130
    )


DISJOINT = [
    ("platform_system == 'Darwin'", "sys_platform == 'linux'"),
    ("os_name == 'nt'", "sys_platform == 'linux'"),
    ("python_version < '3.13'", "python_version >= '3.13'"),
    ("sys_platform != 'darwin'", "sys_platform == 'darwin'"),
    ("'tegra' in platform_release", "'tegra' not in platform_release"),
]
OVERLAPPING = [
    ("sys_platform != 'darwin'", "sys_platform == 'linux'"),
    ("platform_machine == 'aarch64'", "sys_platform == 'darwin'"),  # no machine is both; uv does not know
    ("python_version <= '3.13'", "python_version >= '3.13'"),
    ("sys_platform != 'linux'", "sys_platform != 'darwin'"),
]


@pytest.mark.parametrize("text", [PYPI_ONLY, ONE_INDEX, BY_MARKER, TWO_EXTRAS, TWO_GROUPS])
def test_nothing_is_found_in_good_files(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(("one", "other"), [*DISJOINT, ("no marker", "sys_platform == 'linux'"), ("extra == 'a'", "")])
def test_nothing_is_found_where_markers_exclude_each_other_or_cannot_be_read(
    one: str, other: str, catalogue: Catalogue
) -> None:
    assert found_by(RULE, marked(one, other), catalogue) == []


@pytest.mark.parametrize(("one", "other"), [*OVERLAPPING, ("", "sys_platform == 'linux'")])
def test_markers_that_can_both_be_true_are_found(one: str, other: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, marked(one, other), catalogue)
    assert found.place.path == ("tool", "uv", "sources", "torch", 1)
    assert (found.facts["one"], found.facts["other"]) == (one, other)


def test_a_source_that_overlaps_with_two_is_found_once(catalogue: Catalogue) -> None:
    third = '  { index = "pytorch-cpu", marker = "python_version >= \'3\'" },\n]'
    assert len(found_by(RULE, BY_MARKER.replace("]\n\n[[", f"{third}\n\n[[", 1), catalogue)) == 1


@pytest.mark.network
def test_uv_refuses_what_overlaps_and_only_that(real_uv: RealUv) -> None:
    for one, other in OVERLAPPING:
        assert "Source markers must be disjoint" in real_uv.lock(marked(one, other)).refusal
    assert (
        "each source must include a platform marker"
        in real_uv.lock(BY_MARKER.replace(", marker = \"sys_platform == 'darwin'\"", "")).refusal
    )
    for one, other in DISJOINT:
        assert "Source markers" not in real_uv.lock(marked(one, other)).refusal
