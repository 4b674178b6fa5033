"""A companion's METADATA name the one torch it was built against; versions that do not pair cannot go together.

Where METADATA are silent uv installs both, and the import fails for a missing symbol.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.remembering import per_catalogue
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.pairs import couples, goes_with, is_tied, pairing
from wizard.doctor.rewriting import put_specifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.pairs import Couple
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield companions none of whose admitted versions goes with any admitted torch."""
    for package, found in catalogue.packages.items():
        if found.pinned_until:
            for couple in couples(project, catalogue, package):
                if not _any_goes(catalogue, package, couple.versions, couple.torches):
                    yield _finding(catalogue, couple)


@per_catalogue(1_000)
def _any_goes(catalogue: Catalogue, package: str, versions: tuple[str, ...], torches: tuple[str, ...]) -> bool:
    return any(goes_with(catalogue, package, version, torch) for version in versions for torch in torches)


def _finding(catalogue: Catalogue, couple: Couple) -> Finding:
    declared = couple.companion.declared
    specifier = pairing(catalogue, couple)
    is_open = couple.torches[0] == catalogue.newest_first[0]
    return RULE.finding(
        declared.place,
        fixable=bool(specifier) and not is_open,
        package=declared.name,
        asked=str(declared.requirement.specifier),
        torch=str(couple.torch.declared.requirement.specifier),
        newest=couple.torches[0],
        pair=catalogue.releases[couple.torches[0]].pairs.get(declared.name, ""),
        specifier=specifier,
        refused=all(is_tied(catalogue, declared.name, version) for version in couple.versions),
    )


def mend(draft: Draft, finding: Finding) -> None:
    """Ask for the companion that goes with torch."""
    put_specifier(draft, finding.place.path, str(finding.facts["specifier"]))


RULE: Final = Rule(
    code="family-version-mismatch",
    severity=Severity.ERROR,
    link="https://github.com/pytorch/vision#installation",
    check=check,
    mend=mend,
    at_place=True,
)
