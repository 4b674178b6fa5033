"""The uv version we print is right, tried for real, and the release just before it is not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from packaging.version import Version

from tests.minimum_uv.probes import PROBES
from tests.minimum_uv.searching import Found, search
from tests.minimum_uv.trying import failure, question
from wizard.configuration.minimum_uv import FIRST_UV_WITH, Feature, read_table

if TYPE_CHECKING:
    from tests.minimum_uv.releases import Shelf
    from tests.replica import Replica
    from wizard.catalogue.facts import Catalogue

BEFORE = {row["version"]: row["before"] for row in read_table().values()}
MORE_LINKS = [
    # links that are no probe of any feature, on both sides of what decides
    "linux-x86_64=rocm6.4&macos-arm64=pypi&torch=2.8.0",
    "linux-x86_64=cu130&torch=2.13.0&with=torchvision",
    "linux-x86_64=cpu&macos-arm64=pypi&layout=extras&torch=2.13.0",
    "windows-arm64=cpu&windows-x86_64=cu128&windows-x86_64=xpu&layout=groups&torch=2.7.0&environments=chosen",
    "linux-x86_64=cpu&linux-x86_64=cu128&macos-arm64=cpu&layout=extras&torch=2.9.1&bound=exact&with=torchvision",
    "linux-x86_64=cpu&macos-arm64=cpu&layout=extra-index-url&torch=2.4.1",
    "linux-x86_64=cu130&channel=nightly",
    "linux-x86_64=cpu&macos-arm64=cpu&with=torchvision&channel=nightly",
]


@pytest.mark.network
@pytest.mark.parametrize("link", [*PROBES.values(), *MORE_LINKS])
def test_the_printed_release_is_right_and_the_one_before_is_not(
    link: str, catalogue: Catalogue, shelf: Shelf, replica: Replica
) -> None:
    asked = question(link, catalogue, replica.base_url)
    printed = asked.configuration.minimum_uv
    programs = [shelf.program(printed), shelf.program(BEFORE[printed])]
    with ThreadPoolExecutor() as pool:
        at, before = pool.map(lambda program: failure(asked, program, shelf.cache), programs)
    assert at == ""
    assert before != ""


@pytest.mark.network
@pytest.mark.parametrize(("version", "before"), BEFORE.items())
def test_nothing_was_released_between_the_two(version: str, before: str, shelf: Shelf) -> None:
    assert "unsatisfiable" in shelf.offers(f"uv>{before},<{version}").stderr


@pytest.mark.parametrize("feature", Feature)
def test_a_probe_needs_its_feature_and_nothing_newer(feature: Feature, catalogue: Catalogue) -> None:
    assert question(PROBES[feature], catalogue, "").configuration.minimum_uv == FIRST_UV_WITH[feature]


def test_every_feature_is_measured_in_order() -> None:
    assert list(read_table()) == list(PROBES) == list(Feature)
    assert all(Version(older) <= Version(newer) for older, newer in pairwise(FIRST_UV_WITH.values()))


def test_a_release_that_is_wrong_again_raises_the_minimum() -> None:
    releases = [f"0.1.{patch}" for patch in range(40)]
    wrong = {f"0.1.{patch}" for patch in (*range(7), 12)}
    found = search(releases, lambda release: "wrong" * (release in wrong))
    assert found == Found(version="0.1.13", before="0.1.12", failure="wrong", regressed=("0.1.12",))


def test_the_last_patch_of_every_minor_version_is_tried() -> None:
    releases = ["0.1.0", *(f"0.2.{patch}" for patch in range(30)), "0.3.0"]
    tried: list[str] = []

    def failing(release: str) -> str:
        tried.append(release)
        return "wrong" if release == "0.1.0" else ""

    assert search(releases, failing).version == "0.2.0"
    assert {"0.2.0", "0.2.10", "0.2.29"} <= set(tried)
