"""Which versions an index has, from its first to its last, and who asks it for others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.remembering import per_catalogue
from wizard.doctor.asking import UNKNOWN, admitted, asks, floor_of
from wizard.doctor.indexing import PYPI
from wizard.doctor.wheels import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Accelerator, Catalogue
    from wizard.doctor.asking import Ask
    from wizard.doctor.project import Project

CUDA_12: Final = "CUDA 12."
WHOLLY_KNOWN: Final = ("torch", "torchvision", "torchaudio")
"""The packages of which every version since torch 2.0 is known; of torchcodec there are newer ones than were seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The versions of a package that an index may have for the machines a source leads there, newest first."""

    ask: Ask
    accelerator: Accelerator
    versions: tuple[str, ...]

    @property
    def is_missed(self) -> bool:
        """Say whether the index has nothing of what is asked for."""
        return not admitted(self.ask.specifier, self.versions)


def windows(project: Project, catalogue: Catalogue) -> Iterator[Window]:
    """Yield, for each requirement that a source leads to a known index, what that index has of it."""
    for package in WHOLLY_KNOWN:
        groups: dict[tuple[object, ...], list[Ask]] = {}
        for ask in asks(project, catalogue, package):
            if ask.source and ask.accelerator not in {UNKNOWN, PYPI} and served(catalogue, ask.cell, package):
                groups.setdefault((ask.source.place.path, ask.selected, ask.specifier), []).append(ask)
        for asked in groups.values():
            cells = dict.fromkeys(ask.cell for ask in asked)
            versions = {version for cell in cells for version in served(catalogue, cell, package)}
            yield Window(
                ask=asked[0],
                accelerator=catalogue.accelerators[asked[0].accelerator],
                versions=tuple(sorted(versions, key=Version, reverse=True)),
            )


@per_catalogue(100)
def every_version(catalogue: Catalogue, package: str) -> tuple[str, ...]:
    """Return every version the catalogue knows of a package, newest first."""
    if package == "torch":
        return catalogue.newest_first
    paired = {release.pairs.get(package, "") for release in catalogue.releases.values()} - {""}
    seen = {version for (_, name), builds in catalogue.builds.items() if name == package for version in builds}
    return tuple(sorted(paired | seen, key=Version, reverse=True))


def is_known_to_miss(catalogue: Catalogue, window: Window) -> bool:
    """Say whether an index surely has nothing of what is asked for.

    The catalogue begins with torch 2.0, and newer versions than it knows may be on any index that has not ended.
    """
    every = every_version(catalogue, window.ask.package)
    floor = floor_of(window.ask.specifier)
    if not window.is_missed or floor is None or floor < Version(every[-1]):
        return False
    return bool(admitted(window.ask.specifier, every)) or window.versions[0] != every[0]


def last_with(catalogue: Catalogue, label: str) -> str:
    """Return the newest torch that any accelerator whose label begins so has."""
    found = (
        torch
        for slug, accelerator in catalogue.accelerators.items()
        if accelerator.label.startswith(label)
        for platform in catalogue.platforms
        for torch in served(catalogue, (platform, slug))[:1]
    )
    return max(found, key=Version)


def is_past_cuda_12(catalogue: Catalogue, window: Window) -> bool:
    """Say whether a torch is asked of a CUDA 12 index that no CUDA 12 index has any more."""
    floor = floor_of(window.ask.specifier)
    is_cuda_12 = window.accelerator.label.startswith(CUDA_12) and window.ask.package == "torch"
    return bool(is_cuda_12 and floor and floor > Version(last_with(catalogue, CUDA_12)))
