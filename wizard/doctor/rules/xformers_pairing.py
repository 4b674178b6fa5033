"""xformers requires exactly one torch: beside another one uv refuses, and without bounds it decides which torch it is.

Until 0.0.34 each release names its torch in its METADATA; later ones take newer ones, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.addresses import addressed
from wizard.doctor.curated import curated
from wizard.doctor.families import lets_in, wanted
from wizard.doctor.findings import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.families import Wanted
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

PACKAGE: Final = "xformers"

FAR_OFF: Final = "99"
"""A release that only a specifier without an end lets in."""


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield requirements on xformers of which every release that is let in requires a torch that is not."""
    project = addressed(project, catalogue)
    pairs: Mapping[str, str] = curated()[PACKAGE]["torch"]
    for asked in wanted(project, catalogue, PACKAGE):
        torches = {pairs[version] for version in pairs if lets_in(asked.specifier, version)}
        beside = [one for one in wanted(project, catalogue, "torch") if _meet(asked, one)]
        specifier = ",".join(dict.fromkeys(one.specifier for one in beside if one.specifier))
        is_open = any(lets_in(asked.specifier, version) for version in (curated()[PACKAGE]["open"], FAR_OFF))
        if beside and torches and not is_open and not any(lets_in(specifier, torch) for torch in torches):
            fitting = [version for version, torch in pairs.items() if lets_in(specifier, torch)]
            yield RULE.finding(
                asked.declared.place,
                xformers=str(asked.declared.requirement.specifier),
                torch=specifier,
                needs=sorted(torches, key=lambda version: tuple(map(int, version.split(".")))),
                fitting=fitting[-1] if fitting else "",
            )


def _meet(xformers: Wanted, torch: Wanted) -> bool:
    """Say whether a machine gets both."""
    return xformers.asked_with(torch) and not xformers.served.keys().isdisjoint(torch.served)


RULE: Final = Rule(
    code="xformers-pairing",
    severity=Severity.ERROR,
    link="https://github.com/facebookresearch/xformers#installing-xformers",
    check=check,
)
