"""Default groups that exclude each other cannot be installed together: a bare ``uv sync`` or ``uv run`` fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import Scope
from wizard.doctor.scoping import ALL, default_groups, members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

SETTING: Final = "default-groups"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find two default groups of one conflict set; which of them should go is the person's to say."""
    default = default_groups(project)
    for conflict in project.conflicts:
        groups = (one.name for one in members(project, conflict) if one.scope is Scope.GROUP)
        found = sorted(name for name in groups if name in default)
        if len(found) > 1:
            yield RULE.finding(project.settings[SETTING].place, groups=found, all=project.setting(SETTING) == ALL)
            return


RULE: Final = Rule(
    code="default-group-conflict",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/dependencies/#default-groups",
    check=check,
)
