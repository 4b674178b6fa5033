"""A source for one extra or group that conflicts with nothing applies everywhere, even where it is not chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import INSTALLING
from wizard.doctor.scoping import Conflicts, asked_by, chosen_by, rivals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project, Selection, SourceEntry


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the packages that others than the extra or group require; two rival indexes are another rule's business."""
    conflicts = Conflicts(project)
    for package in dict.fromkeys(source.package for source in project.sources):
        if any(rivals(project, package)):
            continue
        leaking = [source for source in project.sources_of(package) if _leaks(conflicts, source)]
        scoped = {chosen_by(source) for source in leaking}
        others = [one for one in _asking(project, package) if one not in scoped]
        if leaking and others:
            chosen = chosen_by(leaking[0])
            yield RULE.finding(
                leaking[0].place,
                package=package,
                index=leaking[0].index,
                name=chosen.name if chosen else "",
                others=[one.name if one else "" for one in others],
            )


def _leaks(conflicts: Conflicts, source: SourceEntry) -> bool:
    chosen = chosen_by(source)
    return source.kind == "index" and chosen is not None and not conflicts.hold(chosen)


def _asking(project: Project, package: str) -> list[Selection | None]:
    """Return who can be installed with the package and without what the source is for; None is the project itself."""
    asking = [one for one in project.requirements_on(package) if one.scope in INSTALLING]
    return list(dict.fromkeys(asked_by(one) for one in asking))


RULE: Final = Rule(
    code="single-scoped-source",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/config/#conflicting-dependencies",
    check=check,
)
