"""A member of a workspace with sources of its own for torch: uv resolves all members together.

The root's sources reach every member. A member's own source makes its index the one for all that ask for torch, and two
members with different ones make uv refuse: ``Requirements contain conflicting indexes for package torch``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import INSTALLING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

TORCH: Final = "torch"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield the first index source of torch in a file that takes other packages from its workspace."""
    siblings = [one.package for one in project.sources if one.settings.get("workspace") is True]
    asked = any(one.scope in INSTALLING for one in project.requirements_on(TORCH))
    mine = [one for one in project.sources_of(TORCH) if one.kind == "index"]
    if siblings and asked and mine and not project.is_workspace:
        yield RULE.finding(mine[0].place, index=mine[0].index, sibling=siblings[0])


RULE: Final = Rule(
    code="member-torch-source",
    severity=Severity.INFO,
    link="https://docs.astral.sh/uv/concepts/projects/workspaces/#workspace-sources",
    check=check,
)
