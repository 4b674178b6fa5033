"""A machine that the file names, and torch from an index that has no wheel for it.

Under ``required-environments`` as under ``environments`` uv then refuses to lock, on every machine. Intel Macs and
Windows on Arm have rules of their own, for there the cure is another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.rules.intel_mac_required import INTEL_MAC
from wizard.doctor.rules.win_arm64_unsupported import WINDOWS_ARM
from wizard.doctor.unserved import unserved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find machines that are named in vain."""
    for one in unserved(project, catalogue):
        if one.platform not in {INTEL_MAC, WINDOWS_ARM}:
            yield RULE.finding(
                one.place,
                machine=catalogue.platforms[one.platform].label,
                specifier=one.ask.specifier,
                selection=one.ask.selected.name,
                accelerator=catalogue.accelerators[one.ask.accelerator].label,
            )


RULE: Final = Rule(
    code="required-environment-no-wheel",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/resolution/#required-environments",
    check=check,
)
