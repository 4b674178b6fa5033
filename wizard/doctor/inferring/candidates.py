"""Other sets of platforms that would be written with the same markers."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from wizard.configuration.markers import marker_for
from wizard.doctor.conditions import platforms_in_scope, platforms_of
from wizard.doctor.inferring.platforms import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Project


def candidates(project: Project, catalogue: Catalogue, first: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield sets of platforms, those most like the first one first."""
    markers = {source.marker for source in project.sources_of("torch")}
    in_scope = [slug for slug in catalogue.platforms if slug in platforms_in_scope(project, catalogue)]
    every = [chosen for size in range(1, len(in_scope) + 1) for chosen in combinations(in_scope, size)]
    every.sort(key=lambda one: _unlike(one, first))
    return (one for one in every if one != first and _fits(one, markers, catalogue))


def _unlike(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[int, int]:
    return len({*one} ^ {*other}), len({*one} - {*USUAL})


def _fits(chosen: tuple[str, ...], markers: set[str], catalogue: Catalogue) -> bool:
    """Say whether every marker is the one the wizard writes for what it covers of these platforms."""
    platforms = [catalogue.platforms[slug] for slug in chosen]
    for marker in markers:
        covered = platforms_of(marker, catalogue)
        if marker_for([one for one in platforms if one.slug in covered], platforms) != marker:
            return False
    return True
