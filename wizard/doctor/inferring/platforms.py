"""Which platforms a file is about: those its markers tell apart, the usual ones where they tell none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.catalogue.serving import releases_on
from wizard.doctor.conditions import ENVIRONMENTS, REQUIRED_ENVIRONMENTS, markers_of, platforms_in_scope, platforms_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Project

MACHINE: Final = re.compile(r"\bplatform_machine\b")
OR: Final = re.compile(r"\s+or\s+")
USUAL: Final = ("linux-x86_64", "windows-x86_64", "macos-arm64")
"""The machine meant where only an operating system is named."""


def chosen_platforms(project: Project, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the platforms in the catalogue's order."""
    in_scope = platforms_in_scope(project, catalogue)
    found = frozenset().union(*_named(project, catalogue))
    wanted = (found or frozenset(USUAL)) & in_scope or in_scope
    return tuple(slug for slug in catalogue.platforms if slug in wanted)


def _named(project: Project, catalogue: Catalogue) -> Iterator[frozenset[str]]:
    """Yield the platforms of every marker that tells machines apart."""
    for marker in (part for whole in _markers(project) for part in _alternatives(whole, catalogue)):
        yield _meant(marker, catalogue)
        for system in _split(marker, catalogue):
            yield frozenset(_others(system, project, catalogue))
    for key in (ENVIRONMENTS, REQUIRED_ENVIRONMENTS):
        yield from (_meant(marker, catalogue) for marker in markers_of(project, key) if marker)


def _markers(project: Project) -> Iterator[str]:
    """Yield the markers of torch's sources and requirements."""
    yield from (source.marker for source in project.sources_of("torch"))
    for declared in project.requirements_on("torch"):
        if declared.requirement.marker:
            yield str(declared.requirement.marker)


def _alternatives(marker: str, catalogue: Catalogue) -> list[str]:
    """Return the parts of a marker of which one must be true; the whole, where its ``or`` is not the outermost."""
    parts = OR.split(marker)
    return parts if all(platforms_of(part, catalogue) for part in parts) else [marker]


def _meant(marker: str, catalogue: Catalogue) -> frozenset[str]:
    """Return the platforms a marker means: of an operating system it names alone, the usual machine."""
    covered = platforms_of(marker, catalogue)
    return covered if MACHINE.search(marker) else covered & frozenset(USUAL)


def _split(marker: str, catalogue: Catalogue) -> Iterator[str]:
    """Yield the operating systems of which a marker covers some machines only."""
    covered = platforms_of(marker, catalogue)
    for system in {catalogue.platforms[slug].sys_platform for slug in covered}:
        if not {slug for slug, one in catalogue.platforms.items() if one.sys_platform == system} <= covered:
            yield system


def _others(system: str, project: Project, catalogue: Catalogue) -> Iterator[str]:
    """Yield a system's machines that get PyPI's build where another one is named, if there is such a build."""
    asked = [declared.requirement.specifier for declared in project.requirements_on("torch")]
    for slug, platform in catalogue.platforms.items():
        there = releases_on(catalogue, (slug, "pypi")) if platform.sys_platform == system else ()
        if any(all(one.contains(release) for one in asked) for release in there):
            yield slug
