"""A conflict set that names an extra or group nobody declares has no effect, and uv does not say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.scoping import is_own
from wizard.doctor.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Member, Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the members that are not there; one of almost the same name, outside the set, is likely meant."""
    for conflict in project.conflicts:
        for member in conflict:
            declared = project.extras if member.kind == "extra" else project.groups
            if member.kind == "package" or not is_own(project, member) or member.name in declared:
                continue
            meant = nearest(member.name, (name for name in declared if name not in _names(conflict, member.kind)))
            yield RULE.finding(member.place, fixable=bool(meant), kind=member.kind, name=member.name, meant=meant)


def _names(conflict: tuple[Member, ...], kind: str) -> set[str]:
    return {one.name for one in conflict if one.kind == kind}


def mend(draft: Draft, finding: Finding) -> None:
    """Write the name that was meant."""
    draft.put((*finding.place.path, str(finding.facts["kind"])), finding.facts["meant"])


RULE: Final = Rule(
    code="unknown-conflict-member",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/concepts/projects/config/#conflicting-dependencies",
    check=check,
    mend=mend,
)
