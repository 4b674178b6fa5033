"""Sources that say ``platform_system`` where ``sys_platform`` says the same: two spellings of one fact.

Before 0.5.11 uv did not see that they exclude each other and resolved the same machine twice; people, too, overlook
that ``platform_system == 'Linux'`` and ``sys_platform != 'win32'`` overlap. PyTorch's and uv's guides use the latter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.environments import SYSTEMS
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.markings import comparisons, marked, rewrite_marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

SPELLED: Final = {system: sys_platform for sys_platform, (_, system) in SYSTEMS.items()}


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find ``platform_system`` in the markers of sources, where ``sys_platform`` says the same."""
    for one in marked(project, catalogue):
        found = [each for each in comparisons(one.text) if each.name == "platform_system" and each.value in SPELLED]
        if one.is_source and found:
            first = found[0]
            yield RULE.finding(
                one.place,
                owner=one.owner,
                comparison=first.text.replace('"', "'"),
                said=SPELLED[first.value],
                differs="!=" in first.text,
            )


def mend(draft: Draft, finding: Finding) -> None:
    """Say the same by ``sys_platform``."""
    rewrite_marker(draft, finding, _by_sys_platform)


def _by_sys_platform(name: str, value: str) -> tuple[str, str]:
    return ("sys_platform", SPELLED[value]) if name == "platform_system" and value in SPELLED else (name, value)


RULE: Final = Rule(
    code="platform-system",
    severity=Severity.INFO,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#configuring-accelerators-with-environment-markers",
    check=check,
    mend=mend,
    at_place=True,
)
