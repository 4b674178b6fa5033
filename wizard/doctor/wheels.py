"""Which wheels there may be: an accusation needs more than a catalogue that has not seen a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.version import Version

from wizard.catalogue.facts import Kind, Status
from wizard.catalogue.remembering import per_catalogue
from wizard.catalogue.serving import build_of, status_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.serving import Cell


@per_catalogue(5_000)
def served(catalogue: Catalogue, cell: Cell, package: str = "torch") -> tuple[str, ...]:
    """Return the versions an index may have for a machine, newest first."""
    if package == "torch":
        return tuple(torch for torch in catalogue.newest_first if _may_have(catalogue, cell, torch))
    known = catalogue.builds.get((catalogue.index_of(cell[1]), package), {})
    seen = {version for version in known if build_of(catalogue, cell, package, version)}
    guessed = (torch for torch in served(catalogue, cell) if _is_guessed(catalogue, cell, torch))
    pairs = {_pair(catalogue, torch, package) for torch in guessed}
    return tuple(sorted((seen | pairs) - {""}, key=Version, reverse=True))


@per_catalogue(50_000)
def installs(catalogue: Catalogue, cell: Cell, torch: str, python: str) -> bool:
    """Say whether a torch may have a wheel for a machine with a Python."""
    if torch not in served(catalogue, cell):
        return False
    if _is_guessed(catalogue, cell, torch):
        return catalogue.releases[torch].admits(python)
    build = build_of(catalogue, cell, "torch", torch)
    return build is not None and python in build.files


def systems_of(catalogue: Catalogue, accelerator: str) -> tuple[str, ...]:
    """Return the operating systems an accelerator was ever built for, as ``sys_platform`` spells them."""
    found = (one.sys_platform for slug, one in catalogue.platforms.items() if served(catalogue, (slug, accelerator)))
    return tuple(dict.fromkeys(found))


def _may_have(catalogue: Catalogue, cell: Cell, torch: str) -> bool:
    """Say whether anything points to a release on a cell; no index has builds for a Mac that PyPI lacks."""
    if status_of(catalogue, cell, torch) is None:
        return False
    is_mac = catalogue.platforms[cell[0]].sys_platform == "darwin"
    return not is_mac or build_of(catalogue, (cell[0], "pypi"), "torch", torch) is not None


def _is_guessed(catalogue: Catalogue, cell: Cell, torch: str) -> bool:
    return status_of(catalogue, cell, torch) is not Status.FULL


def _pair(catalogue: Catalogue, torch: str, package: str) -> str:
    return catalogue.releases[torch].pairs.get(package, "")


def is_for_cards(catalogue: Catalogue, accelerator: str) -> bool:
    """Say whether an accelerator is a graphics card's."""
    known = catalogue.accelerators.get(accelerator)
    return known is not None and known.kind in {Kind.CUDA, Kind.ROCM, Kind.XPU}
