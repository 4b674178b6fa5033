"""A source for a machine that ``tool.uv.environments`` leaves out: it never applies.

People add an operating system to the sources and forget the environments, and ``uv sync`` there says that the
platform is not compatible with the lockfile's supported environments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import KNOWN_PYTHONS
from wizard.doctor.conditions import ENVIRONMENTS, holds, markers_of, platforms_of
from wizard.doctor.findings import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find sources whose machines are all left out."""
    environments = markers_of(project, ENVIRONMENTS)
    for source in project.sources if environments else ():
        meant = platforms_of(source.marker, catalogue) if source.marker else frozenset()
        if meant and not any(_holds_within(source.marker, slug, environments, catalogue) for slug in meant):
            labels = tuple(one.label for slug, one in catalogue.platforms.items() if slug in meant)
            yield RULE.finding(
                project.places[(*source.place.path, "marker")],
                package=source.package,
                marker=source.marker.replace('"', "'"),
                machines=labels,
            )


def _holds_within(marker: str, slug: str, environments: tuple[str, ...], catalogue: Catalogue) -> bool:
    platform = catalogue.platforms[slug]
    return any(
        holds(marker, platform, python) and any(holds(one, platform, python) for one in environments)
        for python in KNOWN_PYTHONS
    )


RULE: Final = Rule(
    code="environments-vs-markers",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/concepts/resolution/#limited-resolution-environments",
    check=check,
)
