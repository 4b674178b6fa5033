"""Gives one package the sources of another; what is for an extra or a group stays what its writer made it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from wizard.doctor.overlaps import overlap
from wizard.doctor.remembering import once
from wizard.doctor.routing import may_have
from wizard.doctor.scoping import asked_by, chosen_by
from wizard.doctor.tables import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Path
    from wizard.doctor.project import Project, Selection, SourceEntry

    type Written = dict[str, object] | list[dict[str, object]]


def clash(one: SourceEntry, other: SourceEntry) -> bool:
    """Say whether two sources of a package are for the same selection and true at once, which uv refuses."""
    if chosen_by(one) != chosen_by(other):
        return False
    return not (one.marker and other.marker) or overlap(one.marker, other.marker)


def path_of(project: Project, package: str) -> Path:
    """Return where a package's sources stand or belong; the file may spell its name otherwise."""
    sources = project.sources_of(package)
    return sources[0].place.path[: len(SOURCES) + 1] if sources else (*SOURCES, package)


def followed(project: Project, catalogue: Catalogue, packages: tuple[str, str], mine: Selection | None) -> Written:
    """Return the sources that let the second package follow the first where something is chosen, or nothing is.

    Its own ones for other extras and groups stay. Empty where no list does that: the leader's sources are true at once,
    or what is for all would meet what is for one.
    """
    leader, follower = packages
    asking = {None, *(asked_by(one) for one in project.requirements_on(follower))}
    leading = [
        one
        for one in project.sources_of(leader)
        if chosen_by(one) in asking and _has(project, catalogue, one, follower)
    ]
    kept = [one for one in project.sources_of(follower) if one.selection and chosen_by(one) != mine]
    instead = {chosen_by(one) for one in kept}
    new = [one for one in leading if chosen_by(one) not in instead]
    mixes = any(not one.selection for one in new) and not instead <= {chosen_by(one) for one in leading}
    if not new or mixes or _quarrel(project, leader):
        return []
    return _written(new, kept)


@once
def _quarrel(project: Project, package: str) -> bool:
    """Say whether any two sources of a package are true at once."""
    return any(clash(one, other) for one, other in combinations(project.sources_of(package), 2))


def _has(project: Project, catalogue: Catalogue, source: SourceEntry, package: str) -> bool:
    """Say whether a source's index may have a package; only of a known one it is known that it has not."""
    index = project.index_named(source.index)
    return not index or index.accelerator not in catalogue.accelerators or may_have(index, package, catalogue)


def _written(new: list[SourceEntry], kept: Iterable[SourceEntry]) -> Written:
    """Return what is kept and what is new; a source that stands alone, without a list, does so again."""
    entries = [dict(one.settings) for one in (*kept, *new)]
    is_alone = len(entries) == 1 and len(new[0].place.path) == len(SOURCES) + 1
    return entries[0] if is_alone else entries
