"""uv.lock remembers the index every package came from; one that the file no longer names is not what it says.

``uv sync --frozen`` and image builds install from the lock alone: the change of the file never arrives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.families import wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.locked import address, registries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import IndexEntry, Project, SourceEntry


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield sources of torch's family whose index the lock does not have the package from."""
    for package in catalogue.packages:
        there = registries(project, package)
        for source, index in _routed(project, catalogue, package) if there else ():
            if address(index.url) not in there:
                yield RULE.finding(source.place, package=package, index=index.name, locked=sorted(there))
                break


def _routed(project: Project, catalogue: Catalogue, package: str) -> Iterator[tuple[SourceEntry, IndexEntry]]:
    for one in wanted(project, catalogue, package):
        for source in one.served.values():
            index = project.index_named(source.index) if source and source.index else None
            if source and index:
                yield source, index


RULE: Final = Rule(
    code="stale-lock",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/sync/#checking-if-the-lockfile-is-up-to-date",
    check=check,
)
