"""The matrix as a page shows it: releases newest first, accelerators by kind, what has ended folded away."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from packaging.version import Version

from wizard.answering.names import named
from wizard.answering.wording import per_language
from wizard.catalogue.facts import Kind, Status
from wizard.catalogue.serving import build_of
from wizard.choices.matrix import NO_CUDA, link, rows
from wizard.configuration.outcomes import python_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wizard.catalogue.facts import Accelerator, Catalogue, Release
    from wizard.choices.filters import Filter
    from wizard.choices.matrix import Row

VERSION: Final = re.compile(r"\d+(\.\d+)*")
RECENT: Final = 10
"""How many releases are shown at once; the others wait behind a fold."""
FAMILY: Final = ("torchvision", "torchaudio", "torchcodec")
ON_PYPI: Final = (("linux-x86_64",), ("linux-aarch64",), ("windows-x86_64", "macos-arm64", "macos-x86_64"))
"""Machines with one build of PyPI's, as far as what it computes with goes."""
"""The platforms whose default build may hold CUDA; on all others it is for the CPU."""
KINDS: Final = (Kind.DEFAULT, Kind.CPU, Kind.CUDA, Kind.ROCM, Kind.XPU)
HEADINGS: Final = {Kind.DEFAULT: "PyPI", Kind.CPU: "CPU", Kind.CUDA: "CUDA", Kind.ROCM: "ROCm", Kind.XPU: "XPU"}
DASH: Final = "\N{EN DASH}"
SYMBOLS: Final = {
    Status.FULL: "●",
    Status.PARTIAL: "◐",
    Status.DOCUMENTED: "○",
    Status.INFERRED: "◌",
    Status.HALF_KNOWN: "?",
}
WORDS: Final = {
    Status.FULL: _("seen"),
    Status.PARTIAL: _("partly seen"),
    Status.DOCUMENTED: _("documented"),
    Status.INFERRED: _("inferred"),
    Status.HALF_KNOWN: _("half-known"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is known of one platform in a cell."""

    platform: str
    version: str
    pythons: str
    size: str
    cuda: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One release on one accelerator; without facts, nothing points to it."""

    torch: str
    accelerator: Accelerator
    status: Status | None = None
    short: str = ""
    query: str = ""
    facts: tuple[Fact, ...] = ()

    @property
    def symbol(self) -> str:
        """The sign that stands for how it is known."""
        return SYMBOLS[self.status] if self.status else ""

    @property
    def word(self) -> str:
        """How it is known."""
        return gettext(WORDS[self.status]) if self.status else gettext("none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Neighbouring columns of one kind of accelerator, newest first."""

    heading: str
    accelerators: tuple[Accelerator, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table: some releases, and the accelerators that something points to in any of them."""

    groups: tuple[Group, ...]
    lines: tuple[tuple[Release, tuple[Cell, ...]], ...]

    @property
    def oldest(self) -> str:
        """The first release it covers."""
        return self.lines[-1][0].torch

    @property
    def newest(self) -> str:
        """The last release it covers."""
        return self.lines[0][0].torch


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An accelerator's first and last release under the filter."""

    accelerator: Accelerator
    since: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Everything the page shows for one filter."""

    filter: Filter
    recent: Part | None
    older: Part | None
    ended: tuple[Line, ...]
    absent: tuple[Accelerator, ...]
    empty: tuple[str, ...]
    builds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """What goes with a release: its pairs, and what PyPI's default build computes with on Linux."""

    release: Release
    pairs: tuple[str, ...]
    pypi: tuple[str, ...]


def companions(catalogue: Catalogue) -> tuple[Companions, ...]:
    """Return a line per release, newest first; a pair nobody knows is empty."""
    releases = (catalogue.releases[torch] for torch in catalogue.newest_first)
    return tuple(
        Companions(
            release=release,
            pairs=tuple(release.pairs.get(package, "") for package in FAMILY),
            pypi=tuple(_at_pypi(catalogue, release, platforms) for platforms in ON_PYPI),
        )
        for release in releases
    )


@per_language(64)
def matrix_of(catalogue: Catalogue, wanted: Filter) -> Matrix:
    """Arrange what the filter wants."""
    found = rows(catalogue, wanted)
    cells = {
        (torch, accelerator): _cell(tuple(ones), catalogue, wanted)
        for (torch, accelerator), ones in groupby(found, key=lambda row: (row.torch, row.accelerator))
    }
    torches = tuple(dict.fromkeys(torch for torch, _ in cells))
    recent = _part(cells, torches[:RECENT], catalogue)
    shown = _columns(cells, torches[:RECENT])
    lines = _lines(cells, catalogue)
    return Matrix(
        filter=wanted,
        recent=recent,
        older=_part(cells, torches[RECENT:], catalogue),
        ended=tuple(line for slug, line in lines.items() if slug not in shown),
        absent=tuple(one for one in _by_kind(catalogue.accelerators.values()) if one.slug not in lines),
        empty=tuple(torch for torch in catalogue.newest_first if torch not in torches),
        builds=sum(row.offered for row in found),
    )


def _cell(found: tuple[Row, ...], catalogue: Catalogue, wanted: Filter) -> Cell:
    first = found[0]
    systems = dict.fromkeys(catalogue.platforms[row.platform].label[0].upper() for row in found)
    ranged = python_range(first.pythons)
    return Cell(
        torch=first.torch,
        accelerator=catalogue.accelerators[first.accelerator],
        status=first.status,
        short=ranged.replace("-", DASH) if wanted.platform else " ".join(systems),
        query=link(catalogue, found, wanted.python),
        facts=tuple(_fact(row, catalogue) for row in found),
    )


def _fact(row: Row, catalogue: Catalogue) -> Fact:
    return Fact(
        platform=named(catalogue.platforms[row.platform].label),
        version=row.version,
        pythons=python_range(row.pythons).replace("-", DASH),
        size=_size(row.sizes),
        cuda=_computes_with(row.pypi_cuda) if row.pypi_cuda and row.offered else "",
    )


def _at_pypi(catalogue: Catalogue, release: Release, platforms: Iterable[str]) -> str:
    """Return what PyPI's build computes with on some machines; empty where it has none."""
    built = [one for one in platforms if build_of(catalogue, (one, "pypi"), "torch", release.torch)]
    return _computes_with(release.pypi_cuda.get(built[0], "") or NO_CUDA) if built else ""


def _computes_with(cuda: str) -> str:
    return "CPU" if cuda == NO_CUDA else f"CUDA {cuda}"


def _size(sizes: Sequence[int]) -> str:
    """Write the range of sizes, as one where both ends read the same."""
    if not sizes:
        return ""
    smallest, largest = filesizeformat(min(sizes)), filesizeformat(max(sizes))
    number, unit = smallest.split()
    if smallest == largest:
        return largest
    return f"{number if largest.endswith(unit) else smallest}{DASH}{largest}"


def _part(cells: Mapping[tuple[str, str], Cell], torches: Sequence[str], catalogue: Catalogue) -> Part | None:
    if not torches:
        return None
    used = _columns(cells, torches)
    columns = _by_kind(catalogue.accelerators[slug] for slug in used)
    groups = (
        Group(heading=HEADINGS[kind], accelerators=tuple(ones))
        for kind, ones in groupby(columns, key=lambda accelerator: accelerator.kind)
    )
    lines = (
        (
            catalogue.releases[torch],
            tuple(cells.get((torch, one.slug)) or Cell(torch=torch, accelerator=one) for one in columns),
        )
        for torch in torches
    )
    return Part(groups=tuple(groups), lines=tuple(lines))


def _columns(cells: Iterable[tuple[str, str]], torches: Sequence[str]) -> set[str]:
    return {accelerator for torch, accelerator in cells if torch in torches}


def _lines(cells: Iterable[tuple[str, str]], catalogue: Catalogue) -> dict[str, Line]:
    """Say from when to when every accelerator has something, by kind and newest first."""
    served: dict[str, list[str]] = defaultdict(list)
    for torch, accelerator in cells:
        served[accelerator].append(torch)
    return {
        one.slug: Line(accelerator=one, since=served[one.slug][-1], until=served[one.slug][0])
        for one in _by_kind(catalogue.accelerators.values())
        if one.slug in served
    }


def _by_kind(accelerators: Iterable[Accelerator]) -> tuple[Accelerator, ...]:
    """Sort accelerators by kind, and the newest of each kind first."""
    newest_first = sorted(accelerators, key=_version, reverse=True)
    return tuple(sorted(newest_first, key=lambda accelerator: KINDS.index(accelerator.kind)))


def _version(accelerator: Accelerator) -> Version:
    """Read the version off the slug, where there is one: ``cu130``, ``rocm7.2``."""
    number = accelerator.slug.lstrip("abcdefghijklmnopqrstuvwxyz")
    return Version(number if VERSION.fullmatch(number) else "0")
