"""Which releases an index serves a machine, by the files that were seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.facts import ALWAYS_OFFERED, OFFERED, Status, admits, minor
from wizard.catalogue.remembering import per_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wizard.catalogue.facts import Build, Catalogue, Triton

Cell = tuple[str, str]
"""A platform slug and an accelerator slug."""


@per_catalogue(20_000)
def build_of(catalogue: Catalogue, cell: Cell, package: str, version: str) -> Build | None:
    """Return the build a machine gets of one release, if its accelerator has one.

    The aarch64 files of torch 2.0 that every index lists from its root (note 1) are CPU builds: only the
    CPU index may claim them.
    """
    platform, accelerator = cell
    found = catalogue.builds.get((catalogue.index_of(accelerator), package), {}).get(version, {})
    for build in found.get(platform, ()):
        if build.pythons and not (build.listed_from_root and accelerator not in {"pypi", "cpu"}):
            return build
    return None


def triton_of(catalogue: Catalogue, cell: Cell, torch: str) -> Triton | None:
    """Return the triton package this machine's build requires from torch's own index (note 36).

    ROCm and XPU builds always do; CUDA builds only where PyPI's triton of that time had no wheel for the machine.
    """
    platform, accelerator = cell
    triton = catalogue.triton.get((torch, catalogue.accelerators[accelerator].kind))
    return triton if triton and platform in triton.platforms else None


@per_catalogue(20_000)
def triton_below(catalogue: Catalogue, cell: Cell, torch: str, specifier: str) -> str:
    """Return the Python from which on none of the admitted torch releases needs the triton this one needs."""
    mine = triton_of(catalogue, cell, torch)
    others = (triton_of(catalogue, cell, one) for one in releases_on(catalogue, cell) if admits(specifier, one))
    limits = {one.python_below for one in others if one and mine and one.package == mine.package}
    return "" if "" in limits else max(limits, key=minor, default="")


@per_catalogue(20_000)
def status_of(catalogue: Catalogue, cell: Cell, torch: str) -> Status | None:
    """Say how well a release is known on a cell; ``None`` where nothing at all points to it."""
    platform, accelerator = cell
    standing = catalogue.standing(torch, accelerator)
    if standing and standing.status not in OFFERED:
        pointed_at = platform in standing.platforms
        files_are_missing = standing.status is Status.HALF_KNOWN and _has_any_release(catalogue, cell)
        return standing.status if pointed_at or files_are_missing else None
    if not build_of(catalogue, cell, "torch", torch):
        return None
    return standing.status if standing else Status.FULL


def _has_any_release(catalogue: Catalogue, cell: Cell) -> bool:
    return any(build_of(catalogue, cell, "torch", torch) for torch in catalogue.releases)


@per_catalogue(50_000)
def pythons_of_release(catalogue: Catalogue, cell: Cell, torch: str, packages: tuple[str, ...]) -> frozenset[str]:
    """Return the Pythons for which torch and all its wanted pairs were seen on a cell."""
    if status_of(catalogue, cell, torch) not in OFFERED:
        return frozenset()
    pythons = frozenset(python for python in _pythons(build_of(catalogue, cell, "torch", torch)))
    for package in packages:
        version = catalogue.releases[torch].pairs.get(package, "")
        pythons &= _pythons(build_of(catalogue, cell, package, version))
    return pythons


def _pythons(build: Build | None) -> frozenset[str]:
    return build.pythons if build else frozenset()


def serves_all(catalogue: Catalogue, cells: Sequence[Cell], torch: str, packages: tuple[str, ...]) -> bool:
    """Say whether one Python exists for which every cell has the release and its pairs."""
    shared = [pythons_of_release(catalogue, cell, torch, packages) for cell in cells]
    return bool(shared) and bool(frozenset.intersection(*shared))


def newest_for(catalogue: Catalogue, cells: Sequence[Cell], packages: tuple[str, ...]) -> str | None:
    """Return the newest release that is fully known for every cell; if none is, the newest one seen on all."""
    return _newest_for(catalogue, tuple(cells), packages)


@per_catalogue(20_000)
def _newest_for(catalogue: Catalogue, cells: tuple[Cell, ...], packages: tuple[str, ...]) -> str | None:
    serving = [torch for torch in catalogue.newest_first if serves_all(catalogue, cells, torch, packages)]
    for torch in serving:
        if all(status_of(catalogue, cell, torch) is Status.FULL for cell in cells):
            return torch
    return serving[0] if serving else None


@per_catalogue(1_000)
def releases_on(catalogue: Catalogue, cell: Cell) -> tuple[str, ...]:
    """Return the releases seen on a cell, newest first."""
    return tuple(torch for torch in catalogue.newest_first if status_of(catalogue, cell, torch) in OFFERED)


def pythons_in_order(pythons: Iterable[str]) -> tuple[str, ...]:
    """Sort Pythons by their minor number."""
    return tuple(sorted(pythons, key=minor))


def default_accelerator(catalogue: Catalogue, platform: str, torch: str | None = None) -> str:
    """Return what a newly ticked platform starts with: PyPI's build, or CPU where PyPI has none."""
    for accelerator in ALWAYS_OFFERED:
        if torch and status_of(catalogue, (platform, accelerator), torch) in OFFERED:
            return accelerator
    return "pypi" if releases_on(catalogue, (platform, "pypi")) else "cpu"
