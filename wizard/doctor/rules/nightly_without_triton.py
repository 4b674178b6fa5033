"""Nightlies require a triton of the same night, which only their own index has.

The index is explicit, so uv may not look there for a package without a source; PyPI has releases of triton alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement

from wizard.doctor.families import falls_to_pypi, routes, wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.tritons import LINUX, is_served, mend_missing, names_of, to_write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.families import Route, Wanted
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield requirements on torch's nightlies whose triton is not required, or has no source."""
    if not falls_to_pypi(project):
        return
    for torch in wanted(project, catalogue, "torch"):
        route = next(_without(project, catalogue, torch), None)
        if route:
            yield _finding(project, catalogue, route)


def _without(project: Project, catalogue: Catalogue, torch: Wanted) -> Iterator[Route]:
    """Yield machines on which nightlies want a triton that nothing routes."""
    for route in routes(project, catalogue, torch):
        on_linux = catalogue.platforms[route.platform].sys_platform == LINUX
        if route.index.nightly and route.accelerator.nightly_triton and on_linux:
            names = {*names_of(catalogue, route.accelerator.kind), "pytorch-triton", _name(route)}
            if not any(is_served(project, catalogue, name, route) for name in names):
                yield route


def _finding(project: Project, catalogue: Catalogue, route: Route) -> Finding:
    facts = to_write(project, catalogue, _name(route), route)
    requirement = f"{route.accelerator.nightly_triton} ; {facts['marker']}"
    return RULE.finding(route.wanted.declared.place, **facts, requirement=requirement)


def _name(route: Route) -> str:
    return Requirement(route.accelerator.nightly_triton).name


RULE: Final = Rule(
    code="nightly-without-triton",
    severity=Severity.ERROR,
    link="https://github.com/astral-sh/uv/issues/9651",
    check=check,
    mend=mend_missing,
)
