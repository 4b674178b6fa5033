"""A source applies only to what the project itself requires; of a package that others bring, uv ignores it silently.

A constraint counts as asking for a package, but only with a version: ``torch>=2``, not ``torch`` (tried with uv
0.13.8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import Scope
from wizard.doctor.tables import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Declared, Project, SourceEntry

PROJECT: Final = ("project",)
DYNAMIC: Final = ("project", "dynamic")
TORCH: Final = "torch"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the sources of torch's family that apply to nothing.

    The sources of a workspace's root are its members', too, and dynamic dependencies stand elsewhere.
    """
    is_project = project.is_script or PROJECT in project.places
    if project.is_workspace or not is_project or DYNAMIC in project.places:
        return
    first: dict[str, SourceEntry] = {}
    for source in project.sources:
        if source.package in catalogue.packages and not source.selection:
            first.setdefault(source.package, source)
    for package, source in first.items():
        if not any(_counts(one) for one in project.requirements_on(package)):
            path = source.place.path[: len(SOURCES) + 1]
            severity = Severity.ERROR if package == TORCH else Severity.WARNING
            yield RULE.finding(project.places[path], severity=severity, package=package, list=_dependencies(project))


def _counts(declared: Declared) -> bool:
    return declared.scope is not Scope.CONSTRAINT or bool(declared.requirement.specifier)


def _dependencies(project: Project) -> tuple[str, ...]:
    return ("dependencies",) if project.is_script else ("project", "dependencies")


def mend(draft: Draft, finding: Finding) -> None:
    """Require the package."""
    facts: Any = finding.facts
    draft.append(facts["list"], facts["package"])


RULE: Final = Rule(
    code="source-without-requirement",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources",
    check=check,
    mend=mend,
)
