"""Sources are not published: ``pip install library[cu128]`` takes PyPI's torch, whatever the extra is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.publishing import is_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield the first source for an extra that leads to one of PyTorch's indexes, in a project meant for others."""
    for source in project.sources_of("torch"):
        index = project.index_named(source.index) if source.extra else None
        known = catalogue.accelerators.get(index.accelerator) if index else None
        if known and is_library(project):
            yield RULE.finding(source.place, project=project.name, extra=source.extra, label=known.label)
            return


RULE: Final = Rule(
    code="accelerator-extra-in-published-lib",
    severity=Severity.INFO,
    link="https://github.com/talmolab/sleap-nn/issues/340",
    check=check,
)
