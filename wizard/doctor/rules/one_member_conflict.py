"""A conflict set with fewer than two members says nothing, and uv does not read a file that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.tables import CONFLICTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

LEAST: Final = 2


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the sets that are too small."""
    for number, conflict in enumerate(project.conflicts):
        if len(conflict) < LEAST:
            names = [one.name or one.package for one in conflict]
            only = len(project.conflicts) == 1
            yield RULE.finding(project.places[*CONFLICTS, number], member=names[0] if names else "", only=only)


def mend(draft: Draft, finding: Finding) -> None:
    """Take the set out, and the setting with its last one."""
    draft.remove(CONFLICTS if finding.facts["only"] else finding.place.path)


RULE: Final = Rule(
    code="one-member-conflict",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/config/#conflicting-dependencies",
    check=check,
    mend=mend,
)
