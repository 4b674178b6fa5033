"""Markers are as short as the chosen machines allow, and tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import Marker

from tests.documents import MACHINES, holds
from wizard.configuration.markers import marker_for

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

LINUX = ["linux-x86_64", "linux-aarch64"]
WINDOWS = ["windows-x86_64", "windows-arm64"]


@pytest.mark.parametrize(
    ("some", "chosen", "marker"),
    [
        (["linux-x86_64"], ["linux-x86_64"], "sys_platform == 'linux'"),
        (LINUX, LINUX, "sys_platform == 'linux'"),
        (["linux-x86_64"], LINUX, "sys_platform == 'linux' and platform_machine == 'x86_64'"),
        (["windows-x86_64"], WINDOWS, "sys_platform == 'win32' and platform_machine == 'AMD64'"),
        (
            ["linux-x86_64", "macos-arm64"],
            ["linux-x86_64", "macos-arm64"],
            "sys_platform == 'linux' or sys_platform == 'darwin'",
        ),
        (
            ["linux-aarch64", "macos-arm64"],
            [*LINUX, "macos-arm64"],
            "(sys_platform == 'linux' and platform_machine == 'aarch64') or sys_platform == 'darwin'",
        ),
        ([*LINUX, *WINDOWS, "macos-arm64"], [*LINUX, *WINDOWS, "macos-arm64"], ""),
    ],
)
def test_a_marker_is_as_short_as_it_can_be(
    some: list[str], chosen: list[str], marker: str, catalogue: Catalogue
) -> None:
    known = catalogue.platforms
    assert marker_for([known[slug] for slug in some], [known[slug] for slug in chosen]) == marker


@given(data=st.data())
def test_a_marker_is_true_on_its_machines_and_on_no_other_chosen_one(data: st.DataObject, catalogue: Catalogue) -> None:
    chosen = data.draw(st.lists(st.sampled_from(list(MACHINES)), unique=True, min_size=1))
    some = data.draw(st.lists(st.sampled_from(chosen), unique=True, min_size=1))
    marker = marker_for([catalogue.platforms[slug] for slug in some], [catalogue.platforms[slug] for slug in chosen])
    for machine in chosen:
        assert (not marker or holds(Marker(marker), machine)) == (machine in some)
