"""data.pyg.org has pages of wheels, one per torch and CUDA, and is no index: unless told, uv finds nothing there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.hosts import PYG, host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield indexes that are such pages and do not say so."""
    for index in project.indexes:
        if host_of(index.url) == PYG and index.format != "flat":
            yield RULE.finding(index.place, index=index.name, url=index.url)


def mend(draft: Draft, finding: Finding) -> None:
    """Say that the index is a flat page."""
    draft.put((*finding.place.path, "format"), "flat")


RULE: Final = Rule(
    code="pyg-index-not-flat",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/indexes/#flat-indexes",
    check=check,
    mend=mend,
    at_place=True,
)
