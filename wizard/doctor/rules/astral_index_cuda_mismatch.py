"""wheels.astral.sh has flash-attn and the like built for one CUDA per index; torch has to be of the same one.

Mixed ones install where their versions fit, and loading them ends with an undefined symbol.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Kind
from wizard.doctor.addresses import addressed
from wizard.doctor.families import wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.flavours import flavour, newest_on
from wizard.doctor.hosts import ASTRAL, host_of
from wizard.doctor.pairs import cell_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.families import Wanted
    from wizard.doctor.findings import Finding, Path
    from wizard.doctor.project import IndexEntry, Project, SourceEntry


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield sources that lead to builds for another CUDA than that of the torch beside them."""
    theirs = {one.name: one for one in project.indexes if host_of(one.url) == ASTRAL and one.accelerator}
    packages = dict.fromkeys(source.package for source in project.sources if source.index in theirs)
    for package in packages:
        for one in wanted(project, catalogue, package):
            found: dict[Path, Finding] = {}
            for platform, source in one.served.items():
                if source and source.index in theirs and source.place.path not in found:
                    mine = _torch_beside(project, catalogue, one, platform)
                    if mine and mine != theirs[source.index].accelerator:
                        found[source.place.path] = _finding(catalogue, source, theirs[source.index], mine)
            yield from found.values()


def _torch_beside(project: Project, catalogue: Catalogue, one: Wanted, platform: str) -> str:
    """Return the CUDA of the torch that a machine gets together with a package; nothing where no one can tell."""
    project = addressed(project, catalogue)
    for torch in wanted(project, catalogue, "torch"):
        if one.asked_with(torch) and platform in torch.served:
            accelerator = cell_of(project, torch, platform)
            release = accelerator in catalogue.accelerators and newest_on(
                catalogue, (platform, accelerator), torch.specifier
            )
            if release:
                return flavour(catalogue, (platform, accelerator), release)
    return ""


def _finding(catalogue: Catalogue, source: SourceEntry, index: IndexEntry, mine: str) -> Finding:
    kind = catalogue.accelerators[mine].kind
    wanted_url = index.url.replace(index.accelerator, mine) if kind is Kind.CUDA else ""
    return RULE.finding(source.place, package=source.package, index=index.accelerator, torch=mine, url=wanted_url)


RULE: Final = Rule(
    code="astral-index-cuda-mismatch",
    severity=Severity.ERROR,
    link="https://github.com/Dao-AILab/flash-attention/issues/1717",
    check=check,
)
