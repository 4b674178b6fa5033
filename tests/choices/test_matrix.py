"""Every row of the matrix is a fact of the catalogue, and every link of it is a choice the wizard takes as it is."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from wizard.catalogue.facts import OFFERED, Status
from wizard.catalogue.serving import build_of, status_of
from wizard.choices.decoding import decode
from wizard.choices.filters import Filter
from wizard.choices.grammar import encode
from wizard.choices.matrix import Row, link, rows

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

ALL = Filter()


def row_of(catalogue: Catalogue, torch: str, accelerator: str, platform: str) -> Row:
    wanted = (torch, accelerator, platform)
    return next(row for row in rows(catalogue, ALL) if (row.torch, row.accelerator, row.platform) == wanted)


def cells_of(found: tuple[Row, ...]) -> list[tuple[Row, ...]]:
    return [tuple(ones) for _, ones in groupby(found, key=lambda row: (row.torch, row.accelerator))]


def test_there_is_a_row_for_everything_the_catalogue_points_to_and_for_nothing_else(catalogue: Catalogue) -> None:
    expected = {
        (torch, accelerator, platform): status
        for torch in catalogue.releases
        for accelerator in catalogue.accelerators
        for platform in catalogue.platforms
        if (status := status_of(catalogue, (platform, accelerator), torch))
    }
    assert {(row.torch, row.accelerator, row.platform): row.status for row in rows(catalogue, ALL)} == expected
    assert len(rows(catalogue, ALL)) == len(expected)
    assert set(expected.values()) == set(Status)


def test_rows_say_what_the_builds_say_and_only_of_what_was_seen(catalogue: Catalogue) -> None:
    for row in rows(catalogue, ALL):
        build = build_of(catalogue, row.cell, "torch", row.torch)
        if row.offered:
            assert build is not None
            assert (frozenset(row.pythons), row.version) == (build.pythons, build.full_version)
            assert set(row.sizes) <= set(build.sizes.values())
        else:
            assert (row.pythons, row.version, row.sizes, row.pairs) == ((), "", (), {})


def test_a_release_on_an_accelerator_is_known_equally_well_on_all_its_platforms(catalogue: Catalogue) -> None:
    for cell in cells_of(rows(catalogue, ALL)):
        assert len({row.status for row in cell}) == 1


def test_a_row_names_the_packages_that_were_seen_beside_torch(catalogue: Catalogue) -> None:
    full = row_of(catalogue, "2.9.0", "cu130", "linux-x86_64")
    assert full.pairs == {"torchvision": "0.24.0", "torchaudio": "2.9.0", "torchcodec": "0.8.0"}
    assert row_of(catalogue, "2.9.0", "cu129", "windows-x86_64").pairs == {}


def test_only_pypi_has_a_default_and_it_is_cpu_or_a_cuda(catalogue: Catalogue) -> None:
    assert row_of(catalogue, "2.13.0", "pypi", "linux-x86_64").pypi_cuda == "13.0"
    assert row_of(catalogue, "2.10.0", "pypi", "linux-aarch64").pypi_cuda == "cpu"
    assert row_of(catalogue, "2.13.0", "pypi", "macos-arm64").pypi_cuda == "cpu"
    assert row_of(catalogue, "2.13.0", "cu130", "linux-x86_64").pypi_cuda == ""


@pytest.mark.parametrize("platform", ["linux-x86_64", "macos-x86_64"])
def test_a_platform_chooses_its_rows_and_changes_none(platform: str, catalogue: Catalogue) -> None:
    expected = tuple(row for row in rows(catalogue, ALL) if row.platform == platform)
    assert rows(catalogue, Filter(platform=platform)) == expected != ()


def test_a_python_leaves_out_what_is_known_not_to_serve_it(catalogue: Catalogue) -> None:
    kept = rows(catalogue, Filter(python="3.10"))
    assert all("3.10" in row.pythons for row in kept if row.offered)
    dropped = set(map(id, rows(catalogue, ALL))) - set(map(id, kept))
    assert dropped
    unseen = {row.torch for row in kept if not row.offered}
    assert "2.14.0" in unseen
    assert "2.15.0" not in unseen  # it requires Python 3.11
    for row in rows(catalogue, ALL):
        if row.offered:
            assert (row in kept) == ("3.10" in row.pythons)


@pytest.mark.parametrize(
    "wanted",
    [ALL, Filter(platform="linux-aarch64"), Filter(python="3.8"), Filter(python="3.12"), Filter(python="3.15")],
    ids=lambda wanted: wanted.query or "all",
)
def test_every_link_is_canonical_and_kept_to(wanted: Filter, catalogue: Catalogue) -> None:
    for cell in cells_of(rows(catalogue, wanted)):
        found = link(catalogue, cell, wanted.python)
        decoded = decode(found, catalogue)
        if cell[0].status in OFFERED:
            assert decoded.notices == ()
            assert encode(decoded.choices) == found
            assert decoded.choices.torch == cell[0].torch
            assert set(decoded.choices.cells) == {row.cell for row in cell}
        else:
            assert decoded.notices != ()
            assert f"torch={cell[0].torch}" in found


def test_a_link_starts_with_the_python_asked_for_where_that_can_be(catalogue: Catalogue) -> None:
    row = row_of(catalogue, "2.13.0", "cu130", "linux-x86_64")
    assert "&python=3.12&" in link(catalogue, (row,), "3.12")
    assert "&python=3.10&" in link(catalogue, (row,), "")
    oldest = row_of(catalogue, "2.4.1", "cu121", "linux-x86_64")
    assert "3.8" in oldest.pythons
    assert "&python=3.10&" in link(catalogue, (oldest,), "3.8")  # uv could take 2.5 and newer, which lack 3.8


def test_platforms_without_a_common_python_do_not_share_a_link(catalogue: Catalogue) -> None:
    linux = row_of(catalogue, "2.0.0", "rocm5.3", "linux-x86_64")
    windows = row_of(catalogue, "2.13.0", "cpu", "windows-arm64")
    together = link(catalogue, (linux, windows), "")
    assert together.startswith("linux-x86_64=rocm5.3&layout=markers&torch=2.0.0&")
