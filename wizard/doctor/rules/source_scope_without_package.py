"""A source for an extra or group needs the package in that very list; uv refuses the file otherwise.

A group may include it from another group; an extra that asks for another extra does not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import Scope
from wizard.doctor.scoping import chosen_by, stands_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project, SourceEntry


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the sources whose extra or group does not list their package."""
    for source in project.sources:
        chosen = chosen_by(source)
        if not chosen or _is_listed(project, source):
            continue
        place = (project.extras if source.extra else project.groups).get(chosen.name)
        yield RULE.finding(
            source.place,
            fixable=bool(place),
            package=source.package,
            kind=chosen.scope.value,
            name=chosen.name,
            exists=bool(place),
            list=place.path if place else (),
            requirement=_requirement(project, source.package),
        )


def _is_listed(project: Project, source: SourceEntry) -> bool:
    chosen = chosen_by(source)
    asking = project.requirements_on(source.package)
    if source.group:
        return any(one.asker == chosen for one in asking)
    return any(stands_in(one) == chosen for one in asking)


def _requirement(project: Project, package: str) -> str:
    """Return how the file asks for a package elsewhere, where it does so in one way only."""
    asked = {str(one.requirement) for one in project.requirements_on(package) if one.scope is not Scope.BUILD}
    return asked.pop() if len(asked) == 1 else package


def mend(draft: Draft, finding: Finding) -> None:
    """List the package there."""
    facts: Any = finding.facts
    draft.append(facts["list"], facts["requirement"])


RULE: Final = Rule(
    code="source-scope-without-package",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources",
    check=check,
    mend=mend,
)
