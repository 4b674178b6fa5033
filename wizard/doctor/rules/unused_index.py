"""An explicit index that no source names serves nothing; where no other serves torch, torch comes from PyPI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.leading import asks_for_torch, open_indexes
from wizard.doctor.routing import is_torch_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find torch's indexes that nothing uses; the members of a workspace may use those of its root."""
    if project.is_workspace:
        return
    named = {source.index for source in project.sources}
    leads_nowhere = asks_for_torch(project) and not project.sources_of("torch") and not open_indexes(project)
    for index in project.indexes:
        is_spare = index.explicit and index.name and index.name not in named and not index.default
        if is_spare and is_torch_index(index) and "publish-url" not in index.settings:
            severity = Severity.WARNING if leads_nowhere else Severity.INFO
            yield RULE.finding(index.place, severity=severity, name=index.name, pypi=leads_nowhere)


RULE: Final = Rule(
    code="unused-index",
    severity=Severity.INFO,
    link="https://docs.astral.sh/uv/concepts/indexes/#pinning-a-package-to-an-index",
    check=check,
)
