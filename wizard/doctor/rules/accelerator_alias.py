"""An extra or group that only asks for another one does not get that one's index: uv looks at the name that was chosen.

Sources for ``cu130`` apply where ``cu130`` itself was chosen. With ``--extra gpu``, where ``gpu`` asks for ``cu130``,
none applies and torch comes from PyPI, without a word. Declaring that the alias conflicts does not help.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import Scope, Selection
from wizard.doctor.scoping import Conflicts, chosen_by, contained, members, stands_in
from wizard.doctor.tables import CONFLICTS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project, SourceEntry


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the aliases that miss an index of what they ask for; the sources and the conflicts they need are facts."""
    conflicts = Conflicts(project)
    routed = {(source.package, chosen_by(source)) for source in project.sources}
    apart = [one for one in project.sources if one.kind == "index" and (by := chosen_by(one)) and conflicts.hold(by)]
    for outer in dict.fromkeys(Selection(Scope(alias.kind), alias.name) for alias in project.aliases):
        inner = contained(project, outer)
        mine = {*inner}
        missing = [one for one in apart if chosen_by(one) in mine and (one.package, outer) not in routed]
        if not missing:
            continue
        alias = next(one for one in project.aliases if (one.kind, one.name) == outer)
        clash = any(_clash(project, one, other) for one, other in combinations(inner, 2))
        yield RULE.finding(
            alias.place,
            fixable=not clash,
            kind=outer.scope.value,
            name=outer.name,
            of=missing[0].selection,
            packages=list(dict.fromkeys(source.package for source in missing)),
            clash=clash,
            sources=[_source(source, outer) for source in missing],
            conflicts=_conflicts(project, outer, inner),
            list=(project.extras if outer.scope.value == "extra" else project.groups)[outer.name].path,
            requirements=_requirements(project, outer, missing),
        )


def _clash(project: Project, one: Selection, other: Selection) -> bool:
    """Say whether two things exclude each other and are no alias and what it asks for, which get along."""
    is_alias = one in contained(project, other) or other in contained(project, one)
    return Conflicts(project).exclude(one, other) and not is_alias


def _source(source: SourceEntry, outer: Selection) -> dict[str, object]:
    """Return the counterpart of a source, and what stands where it belongs."""
    settings = {key: value for key, value in source.settings.items() if key not in {"extra", "group", "marker"}}
    marker = {"marker": source.marker} if source.marker else {}
    return {"path": source.place.path[: len(SOURCES) + 1], "entry": settings | outer.key | marker}


def _conflicts(project: Project, outer: Selection, inner: tuple[Selection, ...]) -> list[int]:
    """Return the conflict sets the alias belongs to: those of what it asks for."""
    sets = [members(project, conflict) for conflict in project.conflicts]
    return [number for number, found in enumerate(sets) if found & {*inner} and outer not in found]


def _requirements(project: Project, outer: Selection, missing: list[SourceEntry]) -> list[str]:
    """Return what an extra must list itself for its sources to be taken; a group's includes count."""
    if outer.scope.value == "group":
        return []
    scoped = {(source.package, chosen_by(source)) for source in missing}
    asked = [one for one in project.requirements if (one.name, stands_in(one)) in scoped]
    listed = {one.name for one in project.requirements if stands_in(one) == outer}
    return list(dict.fromkeys(str(one.requirement) for one in asked if one.name not in listed))


def mend(draft: Draft, finding: Finding) -> None:
    """Give the alias its own requirements, sources and conflicts."""
    facts: Any = finding.facts
    key = {str(facts["kind"]): facts["name"]}
    for requirement in facts["requirements"]:
        draft.append(facts["list"], requirement)
    for source in facts["sources"]:
        present = draft.value(source["path"])
        if isinstance(present, list):
            draft.append(source["path"], source["entry"])
        else:
            draft.put(source["path"], [present, source["entry"]])
    for number in facts["conflicts"]:
        draft.append((*CONFLICTS, number), key)


RULE: Final = Rule(
    code="accelerator-alias",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#configuring-accelerators-with-optional-dependencies",
    check=check,
    mend=mend,
    copies=True,
)
