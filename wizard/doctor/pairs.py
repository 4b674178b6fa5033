"""Which versions of torch's companions go with which torch, and which of them uv would take for a project.

Up to some version METADATA tie a companion to its torch, and uv sees to it. Later ones require nothing, or little: then
uv takes the newest, which may have been built against another torch (pains 33, 34 and 36).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.version import Version

from wizard.catalogue.remembering import per_catalogue
from wizard.catalogue.serving import releases_on
from wizard.doctor.addresses import addressed
from wizard.doctor.curated import curated
from wizard.doctor.families import bounded, falls_to_pypi, lets_in, newest_first, wanted
from wizard.doctor.indexing import PYPI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.serving import Cell
    from wizard.doctor.families import Wanted
    from wizard.doctor.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Couple:
    """A companion and the torch asked for with it, and what their specifiers let in, newest first."""

    torch: Wanted
    companion: Wanted
    torches: tuple[str, ...]
    versions: tuple[str, ...]


def couples(project: Project, catalogue: Catalogue, package: str) -> Iterator[Couple]:
    """Yield a companion with every torch asked for beside it, where the catalogue knows versions of both."""
    project = addressed(project, catalogue)
    for companion in wanted(project, catalogue, package):
        beside = [torch for torch in bounded(project, catalogue, "torch") if companion.asked_with(torch)]
        versions = tuple(one for one in known_versions(catalogue, package) if lets_in(companion.specifier, one))
        for specifier, torch in _together(companion, beside).items():
            torches = tuple(one for one in catalogue.newest_first if lets_in(specifier, one))
            if torches and versions:
                yield Couple(torch=torch, companion=companion, torches=torches, versions=versions)


def _together(companion: Wanted, beside: list[Wanted]) -> dict[str, Wanted]:
    """Return what all the requirements on torch of a machine ask for together, with the nearest one of them."""
    found: dict[str, Wanted] = {}
    for platform in companion.served:
        here = [torch for torch in beside if platform in torch.served]
        if here:
            found.setdefault(",".join(filter(None, (torch.specifier for torch in here))), here[-1])
    return found


@per_catalogue(1_000)
def known_versions(catalogue: Catalogue, package: str) -> tuple[str, ...]:
    """Return the versions any index has of a package, newest first."""
    on_indexes = (builds.keys() for (_, name), builds in catalogue.builds.items() if name == package)
    return newest_first(frozenset(one for one in frozenset().union(*on_indexes) if not Version(one).is_prerelease))


@per_catalogue(100_000)
def goes_with(catalogue: Catalogue, package: str, version: str, torch: str) -> bool:
    """Say whether a companion goes with a torch; what nobody knows is believed to."""
    found = catalogue.packages[package]
    if not found.pinned_until:
        return _codec_goes_with(catalogue, version, torch)
    if is_tied(catalogue, package, version):
        pairs = {one for one, release in catalogue.releases.items() if release.pairs.get(package) == version}
        return torch in pairs or not pairs
    if found.requires_torch:
        return lets_in(found.requires_torch, torch)
    oldest = catalogue.torch_of.get((package, version))
    return oldest is None or Version(torch) >= Version(oldest)


def is_tied(catalogue: Catalogue, package: str, version: str) -> bool:
    """Say whether a companion's METADATA require exactly its torch, so that uv keeps the two together."""
    until = catalogue.packages[package].pinned_until
    return bool(until) and Version(version) <= Version(until)


def _codec_goes_with(catalogue: Catalogue, version: str, torch: str) -> bool:
    noted = curated()["torchcodec"]
    if Version(version) >= Version(noted["from"]):
        return lets_in(noted["torch"], torch)
    releases = catalogue.releases.values()
    pairs = {(_minor(pair), _minor(one.torch)) for one in releases if (pair := one.pairs.get("torchcodec"))}
    torches = {of for codec, of in (*pairs, *noted["also"].items()) if codec == _minor(version)}
    return not torches or _minor(torch) in torches


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def drifts(project: Project, catalogue: Catalogue, couple: Couple) -> bool:
    """Say whether uv would take a companion that does not go with the torch it takes, though others would.

    Both by what the specifiers let in and by what the indexes have: a specifier alone may promise what is not there.
    """
    package, project = couple.companion.declared.name, addressed(project, catalogue)
    if is_tied(catalogue, package, couple.versions[0]):
        return False
    if goes_with(catalogue, package, couple.versions[0], couple.torches[0]):
        return False
    return any(
        not goes_with(catalogue, package, versions[0], torches[0]) and not is_tied(catalogue, package, versions[0])
        for torches, versions in _taken(project, catalogue, couple)
    )


def _taken(project: Project, catalogue: Catalogue, couple: Couple) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield what each machine's indexes have of both, newest first."""
    for platform in sorted(couple.companion.served.keys() & couple.torch.served.keys()):
        torch = cell_of(project, couple.torch, platform)
        mine = cell_of(project, couple.companion, platform)
        if torch in catalogue.accelerators and mine in catalogue.accelerators:
            torches = [one for one in couple.torches if one in releases_on(catalogue, (platform, torch))]
            versions = [
                one for one in couple.versions if _has(catalogue, (platform, mine), couple.companion.declared.name, one)
            ]
            if torches and versions:
                yield tuple(torches), tuple(versions)


def cell_of(project: Project, one: Wanted, platform: str) -> str:
    """Return the accelerator whose index serves a machine, PyPI's where none does, nothing where no one can tell."""
    source = one.served[platform]
    if source is None:
        return PYPI if falls_to_pypi(project) else ""
    index = project.index_named(source.index) if source.index else None
    return index.accelerator if index and not index.nightly else ""


def _has(catalogue: Catalogue, cell: Cell, package: str, version: str) -> bool:
    platform, accelerator = cell
    builds = catalogue.builds.get((catalogue.index_of(accelerator), package), {})
    return platform in builds.get(version, {})


def pairing(catalogue: Catalogue, couple: Couple) -> str:
    """Return the specifier of what goes with the newest admitted torch; nothing where no one knows."""
    pair = catalogue.releases[couple.torches[0]].pairs.get(couple.companion.declared.name, "")
    if not pair:
        return ""
    return f"=={pair}" if is_exact(couple.companion) and is_exact(couple.torch) else f"=={_minor(pair)}.*"


def is_exact(one: Wanted) -> bool:
    """Say whether a requirement names one version."""
    return any(part.operator == "==" and "*" not in part.version for part in one.declared.requirement.specifier)
