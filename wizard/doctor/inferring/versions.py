"""Which torch a file asks for, how tightly, and which of its family with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from wizard.catalogue.serving import pythons_of_release, releases_on
from wizard.choices.choices import Bound, Notice
from wizard.doctor.project import INSTALLING, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.inferring.cells import Cells
    from wizard.doctor.project import Project

STARTS: Final = frozenset({"==", "===", "~=", ">="})
FLOORS: Final = frozenset({">=", ">"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """Torch's version, empty where the file leaves it open; the bound; the packages beside it."""

    torch: str
    bound: Bound
    packages: tuple[str, ...]
    unread: tuple[Notice, ...] = ()


def versions_of(project: Project, catalogue: Catalogue, cells: Cells) -> Versions:
    """Return the versions a file asks for, as near as the catalogue has them."""
    asked = {one.name for one in project.requirements if one.scope in INSTALLING}
    packages = tuple(name for name in catalogue.packages if name != "torch" and name in asked)
    if cells.nightly:
        return Versions(torch="", bound=Bound.MINIMUM, packages=packages)
    specifier = specifier_of(project, "torch")
    torch = _torch(specifier, project, catalogue, cells) if str(specifier) else ""
    found = Versions(torch=torch, bound=_bound(specifier), packages=packages)
    return replace(found, unread=tuple(_lost(found, specifier, project, catalogue)))


def _torch(specifier: SpecifierSet, project: Project, catalogue: Catalogue, cells: Cells) -> str:
    """Return the release a specifier starts from, or the oldest it admits that all platforms have for the Python."""
    every = [(platform, slug) for platform, slugs in cells.accelerators.items() for slug in slugs]
    shared = [torch for torch in catalogue.newest_first if all(torch in releases_on(catalogue, cell) for cell in every)]
    admitted = [torch for torch in shared if specifier.contains(torch)]
    starts = {one.version.removesuffix(".*") for one in specifier if one.operator in STARTS}
    named = [torch for torch in admitted if torch in starts]
    python = oldest_python(project.requires_python)
    for_python = [
        torch for torch in admitted if all(python in pythons_of_release(catalogue, cell, torch, ()) for cell in every)
    ]
    return min(named or for_python or admitted, key=Version, default="")


def specifier_of(project: Project, package: str) -> SpecifierSet:
    """Return what all requirements on a package ask for together, without local version identifiers.

    An override stands in the place of all of them.
    """
    asked = project.requirements_on(package)
    instead = [one for one in asked if one.scope is Scope.OVERRIDE]
    found = [one.requirement.specifier for one in instead or asked if instead or one.scope in INSTALLING]
    parts = {f"{one.operator}{one.version.partition('+')[0]}" for specifier in found for one in specifier}
    return SpecifierSet(",".join(sorted(parts)))


def _bound(specifier: SpecifierSet) -> Bound:
    """Return the bound that a specifier comes nearest to.

    A star is the same minor: ``==2.9.*`` is ``~=2.9.0``; but ``~=2.9`` admits 2.10 and is no more than a floor.
    """
    for one in specifier:
        if one.operator == "==" and one.version.endswith(".*"):
            return Bound.COMPATIBLE
        if one.operator == "~=" and len(Version(one.version).release) > len(("major", "minor")):
            return Bound.COMPATIBLE
        if one.operator in {"==", "==="}:
            return Bound.EXACT
    return _ranged(specifier)


def _ranged(specifier: SpecifierSet) -> Bound:
    """Return the bound of a range: ``>=2.9.0,<2.10`` stays within a minor."""
    floors = [Version(one.version) for one in specifier if one.operator in FLOORS]
    ceilings = [Version(one.version) for one in specifier if one.operator == "<"]
    if floors and ceilings and min(ceilings).release[:2] == (max(floors).major, max(floors).minor + 1):
        return Bound.COMPATIBLE
    return Bound.MINIMUM


def oldest_python(requires_python: SpecifierSet | None) -> str:
    """Return the oldest Python a range starts with, ``3.12``; nothing where it has no beginning."""
    floors = [one.version for one in requires_python or () if one.operator in {">=", "~=", "=="}]
    parts = max((Version(one.removesuffix(".*")) for one in floors), default=None)
    return f"{parts.major}.{parts.minor}" if parts else ""


def _lost(found: Versions, specifier: SpecifierSet, project: Project, catalogue: Catalogue) -> Iterator[Notice]:
    """Tell where the choices say something else than the specifiers do."""
    written = SpecifierSet(f"{found.bound.operator}{found.torch}") if found.torch else SpecifierSet()
    if not _same(specifier, written, catalogue.releases):
        yield Notice(code="range", facts={"package": "torch", "specifier": str(specifier), "used": str(written)})
    pairs = catalogue.releases[found.torch].pairs if found.torch else {}
    for package in found.packages:
        asked, version = specifier_of(project, package), pairs.get(package, "")
        if version and not asked.contains(version):
            yield Notice(code="range", facts={"package": package, "specifier": str(asked), "used": version})


def _same(one: SpecifierSet, other: SpecifierSet, releases: Mapping[str, object]) -> bool:
    """Say whether two specifiers admit the same of the releases there are."""
    return all(one.contains(release) == other.contains(release) for release in releases)
