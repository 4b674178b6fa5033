"""Not every index has every companion of torch: cu132 has no torchaudio, and only a few have torchcodec.

uv looks for a package with a source nowhere else, and refuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.doctor.families import routes, wanted
from wizard.doctor.findings import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.families import Route
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield sources that lead to an index which has torch, but nothing at all of this package."""
    for package in catalogue.packages:
        for one in wanted(project, catalogue, package):
            lacking = (route for route in routes(project, catalogue, one) if _lacks(catalogue, route))
            yield from {route.source.place.path: _finding(catalogue, route) for route in lacking}.values()


def _lacks(catalogue: Catalogue, route: Route) -> bool:
    index, package = route.accelerator.index, route.wanted.declared.name
    has_torch = (index, "torch") in catalogue.builds and not route.index.nightly
    return has_torch and (index, package) not in catalogue.builds


def _finding(catalogue: Catalogue, route: Route) -> Finding:
    package = route.wanted.declared.name
    having = [
        slug
        for slug, one in catalogue.accelerators.items()
        if one.kind is route.accelerator.kind and (one.index, package) in catalogue.builds
    ]
    newest = max(reversed(having), key=lambda slug: _newest_torch(catalogue, slug), default="")
    return RULE.finding(
        route.source.place, package=package, index=route.index.name, label=route.accelerator.label, nearest=newest
    )


def _newest_torch(catalogue: Catalogue, accelerator: str) -> Version:
    versions = catalogue.builds.get((catalogue.index_of(accelerator), "torch"), {"0": {}})
    return max(map(Version, versions))


RULE: Final = Rule(
    code="companion-not-on-index",
    severity=Severity.ERROR,
    link="https://github.com/pytorch/pytorch/issues/193651",
    check=check,
)
