"""Windows on Arm that the file names, and torch from an index without a wheel for it.

PyPI has none; PyTorch's CPU index has had some since 2.7. Under ``required-environments`` as under ``environments``
uv then refuses to lock, on every machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.unserved import unserved
from wizard.doctor.wheels import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

WINDOWS_ARM: Final = "windows-arm64"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find a Windows on Arm that is named in vain."""
    for one in unserved(project, catalogue):
        if one.platform == WINDOWS_ARM:
            offered = served(catalogue, (WINDOWS_ARM, "cpu"))
            yield RULE.finding(
                one.place,
                specifier=one.ask.specifier,
                accelerator=catalogue.accelerators[one.ask.accelerator].label,
                is_cpu=one.ask.accelerator == "cpu",
                marker=catalogue.platforms[WINDOWS_ARM].marker,
                since=offered[-1] if offered else "",
            )


RULE: Final = Rule(
    code="win-arm64-unsupported",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/resolution/#required-environments",
    check=check,
)
