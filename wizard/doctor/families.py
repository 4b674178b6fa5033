"""Which index gives each machine torch and what belongs to it, for whoever of a project asks for it.

One answer for each requirement; for one that knows Pythons and selections, ask ``asking``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from wizard.doctor.conditions import platforms_in_scope, platforms_of
from wizard.doctor.project import BASE, INSTALLING, Scope
from wizard.doctor.remembering import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wizard.catalogue.facts import Accelerator, Catalogue
    from wizard.doctor.project import Declared, IndexEntry, Project, SourceEntry

BOUNDING: Final = frozenset({Scope.OVERRIDE, Scope.CONSTRAINT})
"""Where a requirement stands that says which version others get."""
BEYOND_SOURCES: Final = ("extra-index-url", "index-url", "find-links", "index-strategy", "no-sources")
"""Settings after which a package without a source may come from anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A requirement with the machines it is for, and the source that serves each; None where no source does.

    ``specifier`` has the versions it lets in together with constraints, or those of an override in its place, without
    local version identifiers: ``==2.9.1+cpu`` is ``==2.9.1`` here.
    """

    declared: Declared
    specifier: str
    served: Mapping[str, SourceEntry | None]

    def asked_with(self, other: Wanted) -> bool:
        """Say whether whoever asks for this also gets the other one: it is in base, or stands beside this."""
        return other.declared.asker in {BASE, self.declared.asker}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A machine that gets what someone wants from an index whose accelerator is known."""

    wanted: Wanted
    platform: str
    source: SourceEntry
    index: IndexEntry
    accelerator: Accelerator


@once
def wanted(project: Project, catalogue: Catalogue, package: str) -> tuple[Wanted, ...]:
    """Return who asks for a package; a requirement that names a file or repository itself is left out."""
    asking = (one for one in project.requirements_on(package) if one.scope in INSTALLING)
    return _wanted(project, catalogue, package, asking)


@once
def bounded(project: Project, catalogue: Catalogue, package: str) -> tuple[Wanted, ...]:
    """Return who asks for a package; where nobody does, what the file says of it for those of its packages that do.

    An override or a constraint is for everyone who installs the project, as what the base asks for.
    """
    pinned = (one for one in project.requirements_on(package) if one.scope in BOUNDING)
    everyones = (replace(one, scope=Scope.BASE) for one in pinned)
    return wanted(project, catalogue, package) or _wanted(project, catalogue, package, everyones)


def _wanted(project: Project, catalogue: Catalogue, package: str, asking: Iterable[Declared]) -> tuple[Wanted, ...]:
    """Return what requirements want of a package.

    uv wants the sources of a package to be disjoint, so the first that reaches a machine counts.
    """
    targets = platforms_in_scope(project, catalogue)
    bounds = [one for one in project.requirements_on(package) if one.scope is Scope.CONSTRAINT]
    instead = [one for one in project.requirements_on(package) if one.scope is Scope.OVERRIDE]
    return tuple(
        Wanted(
            declared=declared,
            specifier=_specifier(instead or [declared, *bounds]),
            served={
                platform: next((one for one in sources if platform in platforms_of(one.marker, catalogue)), None)
                for platform in sorted(platforms_of(_marker(declared), catalogue) & targets)
            },
        )
        for declared, sources in _sourced(project, package, asking)
    )


def _sourced(
    project: Project, package: str, asking: Iterable[Declared]
) -> Iterator[tuple[Declared, list[SourceEntry]]]:
    """Yield the requirements on a package that name no file or repository, each with the sources for it."""
    for declared in asking:
        if not declared.requirement.url:
            yield declared, [source for source in project.sources_of(package) if source.serves(declared.asker)]


def routes(project: Project, catalogue: Catalogue, one: Wanted) -> Iterator[Route]:
    """Yield the machines that a known accelerator's index serves."""
    for platform, source in one.served.items():
        index = project.index_named(source.index) if source and source.index else None
        accelerator = catalogue.accelerators.get(index.accelerator) if index else None
        if source and index and accelerator:
            yield Route(wanted=one, platform=platform, source=source, index=index, accelerator=accelerator)


@once
def falls_to_pypi(project: Project) -> bool:
    """Say whether packages without a source surely come from PyPI: every index is explicit, no old setting is there."""
    settings = (key for key in BEYOND_SOURCES if project.setting(key))
    return all(index.explicit for index in project.indexes) and not any(settings)


def _specifier(asking: Iterable[Declared]) -> str:
    parts = (part for one in asking for part in one.requirement.specifier)
    return ",".join(sorted({str(part).partition("+")[0] for part in parts}))


@lru_cache(maxsize=20_000)
def lets_in(specifier: str, version: str) -> bool:
    """Say whether a specifier lets a version in; nightlies are let in by what names none."""
    return SpecifierSet(specifier).contains(version, prereleases=True)


def newest_first(versions: Iterator[str] | frozenset[str]) -> tuple[str, ...]:
    """Sort versions, the newest first."""
    return tuple(sorted(versions, key=Version, reverse=True))


def _marker(declared: Declared) -> str:
    return str(declared.requirement.marker or "")


def is_bounded_below(one: Wanted) -> bool:
    """Say whether a requirement keeps old versions out."""
    return any(part.operator in {">=", ">", "==", "===", "~="} for part in one.declared.requirement.specifier)
