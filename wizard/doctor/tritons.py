"""The triton packages that torch's builds require from torch's own index, and whether a project routes them.

An explicit index serves only packages with a source, so that the triton of a ROCm or XPU build is found only where it
is required by the project itself and has a source of its own (pains 30, 32 and 41).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wizard.catalogue.facts import KNOWN_PYTHONS
from wizard.catalogue.serving import releases_on, triton_of
from wizard.configuration.markers import SYSTEMS
from wizard.doctor.asking import pythons_of
from wizard.doctor.conditions import on_systems, platforms_of
from wizard.doctor.families import falls_to_pypi, lets_in, routes, wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import Scope
from wizard.doctor.tables import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.catalogue.facts import Catalogue, Kind, Triton
    from wizard.doctor.editing import Draft
    from wizard.doctor.families import Route
    from wizard.doctor.findings import Finding, Place
    from wizard.doctor.project import Project

LINUX: Final = "linux"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A requirement on torch, a machine that gets it from an index, and the triton each release needs from there.

    ``tritons`` has the releases its specifier lets in, newest first; each requires one.
    """

    route: Route
    newest: Triton
    tritons: Mapping[str, Triton]

    @property
    def packages(self) -> frozenset[str]:
        """The names of the tritons its releases need: they were renamed on the way."""
        return frozenset(triton.package for triton in self.tritons.values())

    @property
    def oldest_version(self) -> str:
        """The version that the oldest release needs of the package the newest one needs."""
        needed = reversed([one for one in self.tritons.values() if one.package == self.newest.package])
        return next(one.version for one in needed)


def needs(project: Project, catalogue: Catalogue, kind: Kind) -> Iterator[Need]:
    """Yield for every requirement on torch the first machine whose index, of this kind, has a triton of its own.

    Where some admitted release needs none, uv goes back to that one.
    """
    for torch in wanted(project, catalogue, "torch"):
        for route in routes(project, catalogue, torch):
            if route.accelerator.kind is kind and not route.index.nightly and falls_to_pypi(project):
                tritons = _tritons(project, catalogue, route)
                if tritons:
                    yield Need(route=route, newest=next(iter(tritons.values())), tritons=tritons)
                    break


def _tritons(project: Project, catalogue: Catalogue, route: Route) -> dict[str, Triton]:
    """Return what every admitted release needs; nothing where one needs none that PyPI has not."""
    cell = (route.platform, route.accelerator.slug)
    oldest = next(iter(pythons_of(project)), KNOWN_PYTHONS[0])
    needed: dict[str, Triton] = {}
    for release in releases_on(catalogue, cell):
        if lets_in(route.wanted.specifier, release):
            triton = triton_of(catalogue, cell, release)
            if not triton or not triton.is_needed_on(oldest) or at_pypi(catalogue, triton):
                return {}
            needed[release] = triton
    return needed


def at_pypi(catalogue: Catalogue, triton: Triton) -> bool:
    """Say whether PyPI has that version, as it has of the oldest ones."""
    return triton.version in catalogue.builds.get(("pypi", triton.package), {})


def served_names(project: Project, catalogue: Catalogue, need: Need) -> frozenset[str]:
    """Return the tritons of this kind, by whatever name, that whoever asks for torch gets from torch's index."""
    names = names_of(catalogue, need.route.accelerator.kind)
    return frozenset(name for name in names if is_served(project, catalogue, name, need.route))


def names_of(catalogue: Catalogue, kind: Kind) -> frozenset[str]:
    """Return the names under which torch's builds of a kind have asked for their triton."""
    return frozenset(one.package for (_, of), one in catalogue.triton.items() if of is kind)


def is_served(project: Project, catalogue: Catalogue, package: str, route: Route) -> bool:
    """Say whether whoever asks for torch also gets a package from the same index, on the same machine."""
    if any(one.scope is Scope.OVERRIDE for one in project.requirements_on(package)):
        return bool(project.sources_of(package))
    asked = (one for one in wanted(project, catalogue, package) if route.wanted.asked_with(one))
    sources = (one.served.get(route.platform) for one in asked)
    return any(source is not None and source.index == route.index.name for source in sources)


def missing(project: Project, catalogue: Catalogue, need: Need) -> dict[str, Any]:
    """Return as facts what has to be written for a need: a requirement, a source, or both, for torch's machines."""
    written = to_write(project, catalogue, need.newest.package, need.route)
    requirement = f"{need.newest.package}>={need.oldest_version} ; {written['marker']}"
    return written | {"torch": next(iter(need.tritons)), "requirement": requirement}


def to_write(project: Project, catalogue: Catalogue, package: str, route: Route) -> dict[str, Any]:
    """Return as facts whether a package is required beside torch, whether routed like it, and the source it needs."""
    asked = (one for one in wanted(project, catalogue, package) if route.wanted.asked_with(one))
    sources = (one for one in project.sources_of(package) if one.serves(route.wanted.declared.asker))
    reaching = (one for one in sources if route.platform in platforms_of(one.marker, catalogue))
    marker = marker_of(catalogue, route)
    scoped = {"extra": route.source.extra, "group": route.source.group, "marker": marker}
    return {
        "package": package,
        "index": route.index.name,
        "marker": marker,
        "declared": any(route.platform in one.served for one in asked),
        "sourced": any(one.index == route.index.name for one in reaching),
        "source": {"index": route.index.name} | {key: value for key, value in scoped.items() if value},
    }


def marker_of(catalogue: Catalogue, route: Route) -> str:
    """Return torch's own marker where it keeps to systems that have a triton, else one that names these."""
    tritons = (one for (_, kind), one in catalogue.triton.items() if kind is route.accelerator.kind)
    platforms = frozenset().union(*(one.platforms for one in tritons))
    systems = {catalogue.platforms[platform].sys_platform for platform in platforms}
    marker = on_systems(system for system in SYSTEMS if system in systems)
    mine = platforms_of(route.source.marker, catalogue)
    return route.source.marker if mine <= platforms_of(marker, catalogue) else marker


def _unrouted(project: Project, catalogue: Catalogue, kind: Kind) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield requirements on torch of which no release finds its triton, and what has to be written for it."""
    for need in needs(project, catalogue, kind):
        if not served_names(project, catalogue, need):
            yield need.route.wanted.declared.place, missing(project, catalogue, need)


def rule_of(code: str, kind: Kind) -> Rule:
    """Return the rule that finds the tritons of one kind of build which are not required, or have no source."""

    def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
        for place, facts in _unrouted(project, catalogue, kind):
            yield rule.finding(place, **facts)

    link = "https://docs.astral.sh/uv/guides/integration/pytorch/"
    rule = Rule(code=code, severity=Severity.ERROR, link=link, check=check, mend=mend_missing)
    return rule


def mend_missing(draft: Draft, finding: Finding) -> None:
    """Add the requirement beside torch's, and the source beside torch's source."""
    package = str(finding.facts["package"])
    if not finding.facts["declared"]:
        draft.append(finding.place.path[:-1], str(finding.facts["requirement"]))
    if not finding.facts["sourced"]:
        draft.append((*SOURCES, package), finding.facts["source"])
