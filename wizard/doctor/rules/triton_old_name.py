"""The tritons of ROCm and XPU builds were renamed with torch 2.10; a file that names the other one finds no torch.

``pytorch-triton-rocm`` and ``pytorch-triton-xpu`` became ``triton-rocm`` and ``triton-xpu``. Each release of torch
requires one of them by name, so the wrong one stands for nothing, and the old one holds torch back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Kind
from wizard.doctor.families import is_bounded_below, wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.tables import SOURCES
from wizard.doctor.tritons import mend_missing, missing, needs, served_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding, Place
    from wizard.doctor.project import Project
    from wizard.doctor.tritons import Need


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield tritons whose name no admitted torch asks for; and old names where nothing else keeps torch old."""
    for kind in (Kind.ROCM, Kind.XPU):
        for need in needs(project, catalogue, kind):
            served = served_names(project, catalogue, need)
            if served and not served & need.packages:
                yield _finding(project, catalogue, need, min(served))
            elif served and need.newest.package not in served and not is_bounded_below(need.route.wanted):
                yield _stuck(project, catalogue, need, min(served))


def _finding(project: Project, catalogue: Catalogue, need: Need, name: str) -> Finding:
    facts = missing(project, catalogue, need) | {"declared": True, "old": name, "stuck": False}
    return RULE.finding(_place(project, catalogue, need, name), **facts, alone=len(project.requirements_on(name)) == 1)


def _stuck(project: Project, catalogue: Catalogue, need: Need, name: str) -> Finding:
    reached = next(torch for torch, triton in need.tritons.items() if triton.package == name)
    facts = {"package": need.newest.package, "old": name, "torch": reached, "newest": next(iter(need.tritons))}
    return RULE.finding(
        _place(project, catalogue, need, name), severity=Severity.INFO, fixable=False, stuck=True, **facts
    )


def _place(project: Project, catalogue: Catalogue, need: Need, name: str) -> Place:
    """Return where the triton is asked for together with this torch, or overridden."""
    asked = (one.declared for one in wanted(project, catalogue, name) if need.route.wanted.asked_with(one))
    return next(asked, project.requirements_on(name)[0]).place


def mend(draft: Draft, finding: Finding) -> None:
    """Write the name torch asks for in place of the other, with a source; the old source goes if nobody needs it."""
    draft.put(finding.place.path, finding.facts["requirement"])
    if finding.facts["alone"]:
        draft.remove((*SOURCES, str(finding.facts["old"])))
    mend_missing(draft, finding)


RULE: Final = Rule(
    code="triton-old-name",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/",
    check=check,
    mend=mend,
)
