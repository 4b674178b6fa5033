"""What exists, build by build: every torch release on every accelerator and platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.catalogue.facts import OFFERED, Status
from wizard.catalogue.remembering import per_catalogue
from wizard.catalogue.serving import build_of, pythons_in_order, pythons_of_release, serves_all, status_of
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.serving import Cell
    from wizard.choices.filters import Filter

NO_CUDA = "cpu"
"""What stands in place of a CUDA version where PyPI's default build has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One torch release on one accelerator and platform; all but its status is empty where no file was seen."""

    torch: str
    accelerator: str
    platform: str
    status: Status
    pythons: tuple[str, ...] = ()
    version: str = ""
    sizes: tuple[int, ...] = ()
    pairs: Mapping[str, str]
    pypi_cuda: str

    @property
    def cell(self) -> Cell:
        """Where it is."""
        return self.platform, self.accelerator

    @property
    def offered(self) -> bool:
        """Whether the wizard lets it be picked."""
        return self.status in OFFERED


@per_catalogue(128)
def rows(catalogue: Catalogue, wanted: Filter) -> tuple[Row, ...]:
    """Return every build something points to, newest torch first, as far as the filter wants it.

    A filter chooses rows and changes none. With a Python, a release seen for others only is left out; one whose
    files were not seen stays, if its ``Requires-Python`` allows that Python, since nobody can say more.
    """
    platforms = (wanted.platform,) if wanted.platform else tuple(catalogue.platforms)
    found = (
        _row(catalogue, (platform, accelerator), torch, status)
        for torch in catalogue.newest_first
        for accelerator in catalogue.accelerators
        for platform in platforms
        if (status := status_of(catalogue, (platform, accelerator), torch))
    )
    return tuple(row for row in found if not wanted.python or _may_serve(catalogue, row, wanted.python))


def _row(catalogue: Catalogue, cell: Cell, torch: str, status: Status) -> Row:
    platform, accelerator = cell
    cuda = catalogue.releases[torch].pypi_cuda.get(platform, "") or NO_CUDA
    build = build_of(catalogue, cell, "torch", torch) if status in OFFERED else None
    pythons = pythons_in_order(build.pythons) if build else ()
    return Row(
        torch=torch,
        accelerator=accelerator,
        platform=platform,
        status=status,
        pythons=pythons,
        version=build.full_version if build else "",
        sizes=tuple(build.sizes[python] for python in pythons if python in build.sizes) if build else (),
        pairs=dict(_pairs(catalogue, cell, torch)),
        pypi_cuda=cuda if accelerator == "pypi" else "",
    )


def _pairs(catalogue: Catalogue, cell: Cell, torch: str) -> Iterator[tuple[str, str]]:
    """Yield the packages that go with a release and were seen beside it, for one of its Pythons at least."""
    for package, version in catalogue.releases[torch].pairs.items():
        if pythons_of_release(catalogue, cell, torch, (package,)):
            yield package, version


def _may_serve(catalogue: Catalogue, row: Row, python: str) -> bool:
    return python in row.pythons if row.offered else catalogue.releases[row.torch].admits(python)


def link(catalogue: Catalogue, found: Sequence[Row], python: str) -> str:
    """Return the wizard's canonical link to one release and accelerator on all platforms that can share it.

    What is not offered has no such link: the one returned makes the wizard say why.
    """
    torch = found[0].torch
    offered = tuple(row.cell for row in found if row.offered)
    if not offered:
        return f"{_cells(row.cell for row in found)}&torch={torch}"
    return _canonical(catalogue, _sharing(catalogue, offered, torch), torch, python)


def _sharing(catalogue: Catalogue, cells: tuple[Cell, ...], torch: str) -> tuple[Cell, ...]:
    """Leave out the platforms for which no Python remains that those before them have too."""
    kept: tuple[Cell, ...] = ()
    for cell in cells:
        if serves_all(catalogue, (*kept, cell), torch, ()):
            kept = (*kept, cell)
    return kept


@per_catalogue(10_000)
def _canonical(catalogue: Catalogue, cells: tuple[Cell, ...], torch: str, python: str) -> str:
    """Encode in full; the Python that is asked for becomes the oldest one where that can be."""
    asked = f"{_cells(cells)}&torch={torch}"
    decoded = decode(f"{asked}&python={python}", catalogue)
    return encode((decode(asked, catalogue) if decoded.notices else decoded).choices)


def _cells(cells: Iterator[Cell] | tuple[Cell, ...]) -> str:
    return "&".join(f"{platform}={accelerator}" for platform, accelerator in cells)
