"""A default group that nobody declares stops every command: uv says it "is not defined"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.spelling import nearest
from wizard.doctor.values import items, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

SETTING: Final = "default-groups"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the groups that are not there; one of almost the same name is likely meant."""
    if SETTING not in project.settings:
        return
    path = project.settings[SETTING].place.path
    default = [name(one) for one in items(project.setting(SETTING))]
    for number, group in enumerate(default):
        if group and group not in project.groups:
            meant = nearest(group, (one for one in project.groups if one not in default))
            yield RULE.finding(project.places[*path, number], fixable=bool(meant), name=group, meant=meant)


def mend(draft: Draft, finding: Finding) -> None:
    """Write the name that was meant."""
    draft.put(finding.place.path, finding.facts["meant"])


RULE: Final = Rule(
    code="unknown-default-group",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/dependencies/#default-groups",
    check=check,
    mend=mend,
)
