"""For what a build of torch's family was made, by where it comes from: two that are mixed do not load together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.facts import Kind
from wizard.catalogue.serving import releases_on
from wizard.doctor.families import lets_in
from wizard.doctor.indexing import PYPI
from wizard.doctor.pairs import cell_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.serving import Cell
    from wizard.doctor.families import Wanted
    from wizard.doctor.project import Project


def mixed(project: Project, catalogue: Catalogue, torch: Wanted, companion: Wanted) -> tuple[str, ...]:
    """Return the machines that get torch and a companion for different accelerators, though they need not.

    A companion that torch's index does not have at all cannot come from there.
    """
    found: list[str] = []
    for platform in sorted(companion.served.keys() & torch.served.keys()):
        mine, theirs = (cell_of(project, one, platform) for one in (torch, companion))
        if mine in catalogue.accelerators and theirs in catalogue.accelerators:
            release = newest_on(catalogue, (platform, mine), torch.specifier)
            there = has_any(catalogue, (platform, mine), companion.declared.name)
            apart = release and flavour(catalogue, (platform, mine), release) != flavour(
                catalogue, (platform, theirs), release
            )
            if there and apart:
                found.append(platform)
    return tuple(found)


def flavour(catalogue: Catalogue, cell: Cell, torch: str) -> str:
    """Return the accelerator of what a machine gets beside a release of torch: PyPI's builds are for one, too."""
    platform, accelerator = cell
    if accelerator != PYPI:
        is_mac = catalogue.platforms[platform].sys_platform == "darwin"
        return Kind.CPU.value if is_mac else accelerator
    cuda = catalogue.releases[torch].pypi_cuda.get(platform, "")
    return slug_of_cuda(cuda) if cuda else Kind.CPU.value


def slug_of_cuda(version: str) -> str:
    """Return the accelerator of a version of CUDA, ``cu130`` of ``13.0``."""
    return f"cu{version.replace('.', '')}"


def has_any(catalogue: Catalogue, cell: Cell, package: str) -> bool:
    """Say whether an index has any version of a package for a machine."""
    platform, accelerator = cell
    builds = catalogue.builds.get((catalogue.index_of(accelerator), package), {})
    return any(platform in by_platform for by_platform in builds.values())


def newest_on(catalogue: Catalogue, cell: Cell, specifier: str) -> str:
    """Return the newest admitted torch of an index for a machine, nothing where it has none."""
    return next((torch for torch in releases_on(catalogue, cell) if lets_in(specifier, torch)), "")
