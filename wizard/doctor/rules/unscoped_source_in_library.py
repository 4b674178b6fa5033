"""A library's sources travel with it where it is taken from a repository or a folder: all who use it get its index.

Two such libraries, or a project with another index, cannot be resolved together. From PyPI no source travels at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import Scope
from wizard.doctor.publishing import is_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield torch's first source that is for all, in a library whose base requires torch."""
    in_base = any(one.scope is Scope.BASE for one in project.requirements_on("torch"))
    sources = [one for one in project.sources_of("torch") if one.kind == "index" and not one.selection]
    if is_library(project) and in_base and sources and not project.is_workspace:
        yield RULE.finding(sources[0].place, index=sources[0].index, project=project.name)


RULE: Final = Rule(
    code="unscoped-source-in-library",
    severity=Severity.INFO,
    link="https://github.com/astral-sh/uv/issues/20493",
    check=check,
)
