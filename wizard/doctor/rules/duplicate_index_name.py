"""Two indexes with one name: uv does not read the file (before 0.13 it warned and took the first)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find every index whose name is taken; one that says the same again can go."""
    for number, index in enumerate(project.indexes):
        first = project.index_named(index.name)
        if index.name and first and first is not project.indexes[number]:
            same = index.settings == first.settings
            yield RULE.finding(index.place, fixable=same, name=index.name, same=same, first=first.url, url=index.url)


def mend(draft: Draft, finding: Finding) -> None:
    """Take the repetition out."""
    draft.remove(finding.place.path)


RULE: Final = Rule(
    code="duplicate-index-name",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/indexes/#defining-an-index",
    check=check,
    mend=mend,
)
