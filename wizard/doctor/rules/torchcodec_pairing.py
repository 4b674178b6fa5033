"""torchcodec requires no torch in its METADATA, though up to 0.11 each minor works with one minor of torch alone.

uv takes the newest; its libraries then fail to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.pairs import couples, drifts, pairing
from wizard.doctor.rewriting import put_specifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

PACKAGE: Final = "torchcodec"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield torchcodecs that uv would take for a torch they do not work with."""
    for couple in couples(project, catalogue, PACKAGE):
        if drifts(project, catalogue, couple):
            specifier = pairing(catalogue, couple)
            yield RULE.finding(
                couple.companion.declared.place,
                fixable=bool(specifier),
                taken=couple.versions[0],
                torch=couple.torches[0],
                specifier=specifier,
            )


def mend(draft: Draft, finding: Finding) -> None:
    """Ask for the torchcodec that goes with torch."""
    put_specifier(draft, finding.place.path, str(finding.facts["specifier"]))


RULE: Final = Rule(
    code="torchcodec-pairing",
    severity=Severity.ERROR,
    link="https://github.com/meta-pytorch/torchcodec#installing-torchcodec",
    check=check,
    mend=mend,
    at_place=True,
)
