"""A companion that only other packages ask for has no source: uv locks PyPI's beside a torch from an index.

Sources apply to what the project itself requires. The two were built for different accelerators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.doctor.families import wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.flavours import slug_of_cuda
from wizard.doctor.locked import accelerator_locked, entries_of
from wizard.doctor.project import INSTALLING
from wizard.doctor.tables import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Locked, Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield, at torch, companions nobody declared that the lock has from PyPI though torch's index has them."""
    torches = [one for one in entries_of(project, "torch") if _is_apart(catalogue, one)]
    asking = wanted(project, catalogue, "torch")
    for package in catalogue.packages if torches and asking else ():
        entries = entries_of(project, package)
        declared = any(one.scope in INSTALLING for one in project.requirements_on(package))
        if entries and not declared and _only_elsewhere(catalogue, entries, torches):
            yield RULE.finding(
                asking[0].declared.place,
                fixable=len(asking) == 1 and bool(project.sources_of("torch")),
                package=package,
                torch=torches[0].version,
            )


def _is_apart(catalogue: Catalogue, torch: Locked) -> bool:
    """Say whether a locked torch is for another accelerator than PyPI's of that version; Macs have but one."""
    accelerator = accelerator_locked(catalogue, torch)
    version = Version(torch.version)
    release = catalogue.releases.get(version.public)
    same = {*map(slug_of_cuda, release.pypi_cuda.values())} if release else set()
    return accelerator is not None and bool(version.local) and accelerator.slug not in same


def _only_elsewhere(catalogue: Catalogue, entries: tuple[Locked, ...], torches: list[Locked]) -> bool:
    indexes = [accelerator_locked(catalogue, one) for one in torches]
    there = any(one and (one.index, entries[0].name) in catalogue.builds for one in indexes)
    return there and not any(accelerator_locked(catalogue, entry) for entry in entries)


def mend(draft: Draft, finding: Finding) -> None:
    """Require the companion beside torch, with torch's sources."""
    package = str(finding.facts["package"])
    draft.append(finding.place.path[:-1], package)
    draft.put((*SOURCES, package), draft.value((*SOURCES, "torch")))


RULE: Final = Rule(
    code="lock-companion-from-pypi",
    severity=Severity.ERROR,
    link="https://github.com/astral-sh/uv/issues/9307",
    check=check,
    mend=mend,
)
