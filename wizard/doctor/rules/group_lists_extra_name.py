"""A group lists packages; ``cuda`` in it is no extra or group of this project, but a project at PyPI of that name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.curated import curated
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import INSTALLING, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Declared, Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield requirements that are named like hardware, as an extra or group of the project is."""
    hardware = {*curated()["hardware"]["names"], *(one.name for one in catalogue.accelerators.values() if one.index)}
    for declared in project.requirements:
        if declared.name in hardware and _is_bare(declared) and not project.sources_of(declared.name):
            to_group = declared.scope is Scope.GROUP and declared.name in project.groups
            if to_group or declared.name in project.extras:
                yield RULE.finding(
                    declared.place, fixable=to_group, name=declared.name, group=to_group, project=project.name
                )


def _is_bare(declared: Declared) -> bool:
    requirement = declared.requirement
    bare = not requirement.specifier and not requirement.url and not requirement.extras
    return bare and declared.scope in INSTALLING and declared.name != declared.selection


def mend(draft: Draft, finding: Finding) -> None:
    """Include the group."""
    draft.put(finding.place.path, {"include-group": finding.facts["name"]})


RULE: Final = Rule(
    code="group-lists-extra-name",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/dependencies/#nesting-groups",
    check=check,
    mend=mend,
)
