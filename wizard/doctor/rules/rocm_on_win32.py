"""A ROCm source that reaches Windows: PyTorch's ROCm indexes are for Linux alone.

uv locks it, because Linux has wheels, and then fails on Windows. AMD hosts builds for Windows on indexes of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Kind
from wizard.doctor.cards import led, narrow
from wizard.doctor.conditions import ENVIRONMENTS, markers_of
from wizard.doctor.findings import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.cards import Led
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find sources that lead Windows to a ROCm index."""
    for one in led(project, catalogue):
        systems = {catalogue.platforms[slug].sys_platform for slug in one.platforms}
        if one.accelerator.kind is Kind.ROCM and "win32" in systems:
            yield one.finding(RULE, _severity(one, project), refused=bool(markers_of(project, ENVIRONMENTS)))


def _severity(one: Led, project: Project) -> Severity:
    """Return how sure it is that somebody on Windows will ask for it."""
    if "win32" in one.source.marker or markers_of(project, ENVIRONMENTS):
        return Severity.ERROR
    return Severity.INFO if one.source.selection else Severity.WARNING


RULE: Final = Rule(
    code="rocm-on-win32",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#using-a-pytorch-index",
    check=check,
    mend=narrow,
    at_place=True,
)
