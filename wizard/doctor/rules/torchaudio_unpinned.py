"""From 2.11 on torchaudio requires no torch at all, so that uv puts it beside any older one.

The two were built apart: importing torchaudio then ends with an undefined symbol. Its older releases name their torch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.pairs import couples, drifts, goes_with, pairing
from wizard.doctor.rewriting import put_specifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

PACKAGE: Final = "torchaudio"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield torchaudios that uv would take newer than the torch beside them."""
    for couple in couples(project, catalogue, PACKAGE):
        others = [one for one in couple.versions if goes_with(catalogue, PACKAGE, one, couple.torches[0])]
        if others and drifts(project, catalogue, couple):
            yield RULE.finding(
                couple.companion.declared.place,
                taken=couple.versions[0],
                torch=couple.torches[0],
                pair=others[0],
                specifier=pairing(catalogue, couple),
            )


def mend(draft: Draft, finding: Finding) -> None:
    """Ask for the torchaudio that goes with torch."""
    put_specifier(draft, finding.place.path, str(finding.facts["specifier"]))


RULE: Final = Rule(
    code="torchaudio-unpinned",
    severity=Severity.ERROR,
    link="https://github.com/pytorch/audio/issues/4189",
    check=check,
    mend=mend,
    at_place=True,
)
