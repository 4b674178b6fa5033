"""Two extras or groups that lead one package to two indexes must be declared to conflict.

Otherwise uv resolves both at once: it refuses ("Requirements contain conflicting indexes"), or, where their markers
keep the indexes apart, every selection gets the index of its machine, whichever extra was named.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import Selection
from wizard.doctor.scoping import Conflicts, chosen_by, members, rivals
from wizard.doctor.tables import CONFLICTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

Pair = frozenset[Selection]


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the extras and groups that need a conflict and have none; all of them together are one finding."""
    conflicts = Conflicts(project)
    packages: dict[str, None] = {}
    needed: dict[Pair, None] = {}
    missing: dict[Selection, None] = {}
    for package in dict.fromkeys(source.package for source in project.sources):
        for pair in rivals(project, package):
            one, other = (chosen for source in pair if (chosen := chosen_by(source)))
            needed[frozenset({one, other})] = None
            if not conflicts.exclude(one, other):
                packages[package] = None
                missing |= {one: None, other: None}
    if missing:
        sets = _sets(project, list(missing), list(needed))
        names = [one.name for one in missing]
        yield RULE.finding(project.places[CONFLICTS], packages=[*packages], members=names, sets=sets)


def _sets(project: Project, missing: list[Selection], needed: list[Pair]) -> list[dict[str, object]]:
    """Return what to declare: a set that is there and grows, or new ones."""
    exclude = Conflicts(project).exclude
    if any(frozenset(pair) not in needed for pair in combinations(missing, 2)):
        alone = [pair for pair in needed if pair <= {*missing} and not exclude(*pair)]
        return [{"at": None, "members": [one.key for one in missing if one in pair]} for pair in alone]
    present = [(number, members(project, one)) for number, one in enumerate(project.conflicts)]
    fitting = [(len(found), -number) for number, found in present if found and found <= {*missing}]
    if not fitting:
        return [{"at": None, "members": [one.key for one in missing]}]
    number = -max(fitting)[1]
    return [{"at": number, "members": [one.key for one in missing if one not in present[number][1]]}]


def mend(draft: Draft, finding: Finding) -> None:
    """Declare that they conflict."""
    facts: Any = finding.facts
    for one in facts["sets"]:
        if one["at"] is None:
            draft.append(CONFLICTS, one["members"])
            continue
        for member in one["members"]:
            draft.append((*CONFLICTS, one["at"]), member)


RULE: Final = Rule(
    code="missing-conflicts",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/config/#conflicting-dependencies",
    check=check,
    mend=mend,
)
