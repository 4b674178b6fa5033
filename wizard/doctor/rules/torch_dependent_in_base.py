"""Extras are not sticky: where the base needs torch, too, a bare ``uv sync`` or ``uv run`` puts PyPI's torch back.

The sources of extras and groups hold only where these are named. uv has default groups, but no default extras.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.curated import curated
from wizard.doctor.families import falls_to_pypi, wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import Scope
from wizard.doctor.scoping import default_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Declared, Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield the first requirement of the base that brings torch, though it is routed for extras or groups alone."""
    scoped = [source for source in project.sources_of("torch") if source.selection and source.kind == "index"]
    names = list(dict.fromkeys(source.selection for source in scoped if _excludes(project, source.selection)))
    if not names or not falls_to_pypi(project) or any(source.group in default_groups(project) for source in scoped):
        return
    own = [one for one in wanted(project, catalogue, "torch") if one.declared.scope is Scope.BASE]
    bringing = [one.declared for one in own if None in one.served.values()] or ([] if own else _dependents(project))
    if bringing:
        packages = list(dict.fromkeys(one.name for one in bringing))
        groups = any(source.group for source in scoped)
        yield RULE.finding(bringing[0].place, packages=packages, names=names, groups=groups, own=bool(own))


def _excludes(project: Project, name: str) -> bool:
    """Say whether an extra or group is in conflict with others; without, its source holds for the base as well."""
    return any(name == member.name for members in project.conflicts if len(members) > 1 for member in members)


def _dependents(project: Project) -> list[Declared]:
    names = curated()["dependents"]["names"]
    return [one for one in project.requirements if one.scope is Scope.BASE and one.name in names]


RULE: Final = Rule(
    code="torch-dependent-in-base",
    severity=Severity.WARNING,
    link="https://github.com/astral-sh/uv/issues/12290",
    check=check,
)
