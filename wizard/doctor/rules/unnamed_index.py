"""An explicit index without a name can serve nothing: uv does not read the file (since 0.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.leading import name_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find them; torch's own have a usual name."""
    for index in project.indexes:
        if index.explicit and not index.name:
            name = name_for(index, project, catalogue)
            yield RULE.finding(index.place, fixable=bool(name), url=index.url, name=name)


def mend(draft: Draft, finding: Finding) -> None:
    """Give it the usual name."""
    draft.put((*finding.place.path, "name"), finding.facts["name"])


RULE: Final = Rule(
    code="unnamed-index",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/indexes/#pinning-a-package-to-an-index",
    check=check,
    mend=mend,
    at_place=True,
)
