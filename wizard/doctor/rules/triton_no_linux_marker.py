"""The tritons of ROCm and XPU builds exist for few systems; required without a marker they stop all the others.

torch itself is kept to the right machines by its source; triton then has to be, too, in the requirement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Kind
from wizard.doctor.families import routes, wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.rewriting import put_marker
from wizard.doctor.tritons import marker_of, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.families import Wanted
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield tritons that are also required on machines whose torch is another build."""
    for kind in (Kind.ROCM, Kind.XPU):
        for name in sorted(names_of(catalogue, kind)):
            for triton in wanted(project, catalogue, name):
                yield from _beyond(project, catalogue, triton, kind)


def _beyond(project: Project, catalogue: Catalogue, triton: Wanted, kind: Kind) -> Iterator[Finding]:
    asked = [torch for torch in wanted(project, catalogue, "torch") if triton.asked_with(torch)]
    mine = [route for torch in asked for route in routes(project, catalogue, torch) if route.accelerator.kind is kind]
    others = {platform for torch in asked for platform in torch.served} - {route.platform for route in mine}
    beyond = sorted(others & triton.served.keys())
    if mine and beyond:
        marker = marker_of(catalogue, mine[0])
        labels = [catalogue.platforms[platform].label for platform in beyond]
        locks = all(triton.served[platform] for platform in beyond)
        package = triton.declared.name
        yield RULE.finding(triton.declared.place, package=package, platforms=labels, marker=marker, locks=locks)


def mend(draft: Draft, finding: Finding) -> None:
    """Add the marker that keeps torch to its machines."""
    put_marker(draft, finding.place.path, str(finding.facts["marker"]))


RULE: Final = Rule(
    code="triton-no-linux-marker",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/",
    check=check,
    mend=mend,
    at_place=True,
)
