"""A graphics card's index without a platform marker: macOS is sent to an index that has no wheel for it.

``uv lock`` succeeds, and ``uv sync`` fails on every Mac. With a marker, macOS takes PyPI's build instead, even with
the extra. Inside an extra that no Mac is meant to choose this is merely worth knowing; uv's own guide has it so.
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


NEW_MAC: Final = "macos-arm64"
"""The Macs that PyPI has wheels for; Intel Macs get none of the newer torch anyway."""


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find sources that lead Macs to builds for graphics cards."""
    for one in led(project, catalogue):
        if NEW_MAC in one.platforms and not _also_leads_windows_to_rocm(one, catalogue):
            yield one.finding(RULE, _severity(one, project), refused=bool(markers_of(project, ENVIRONMENTS)))


def _also_leads_windows_to_rocm(one: Led, catalogue: Catalogue) -> bool:
    """Say whether ``rocm-on-win32`` finds and mends it."""
    systems = {catalogue.platforms[slug].sys_platform for slug in one.platforms}
    return one.accelerator.kind is Kind.ROCM and "win32" in systems


def _severity(one: Led, project: Project) -> Severity:
    if markers_of(project, ENVIRONMENTS):
        return Severity.ERROR
    return Severity.INFO if one.source.selection else Severity.WARNING


RULE: Final = Rule(
    code="gpu-source-no-platform-marker",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#configuring-accelerators-with-environment-markers",
    check=check,
    mend=narrow,
    at_place=True,
)
