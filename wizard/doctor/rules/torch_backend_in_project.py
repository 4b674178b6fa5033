"""``torch-backend`` is for ``uv pip`` and ``uv tool`` alone; a project's lock, sync, run and add ignore it silently.

In a project, an index and sources say where torch comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.leading import asks_for_torch, declare, lead, marker_for, open_indexes, sourceless
from wizard.doctor.routing import is_torch_index, legacy_indexes
from wizard.doctor.values import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

SETTINGS: Final = {"torch-backend": Severity.ERROR, "pip.torch-backend": Severity.WARNING}


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the setting where nothing else leads torch anywhere."""
    is_led = project.sources_of("torch") or open_indexes(project) or legacy_indexes(project, catalogue)
    if is_led or not asks_for_torch(project):
        return
    for key, severity in SETTINGS.items():
        if key in project.settings:
            value = text(project.setting(key))
            known = catalogue.accelerators.get(value)
            is_certain = known is not None and bool(known.index)
            present = [one.name for one in project.indexes if one.accelerator == value and is_torch_index(one)]
            yield RULE.finding(
                project.settings[key].place,
                severity=severity,
                fixable=is_certain,
                key=key,
                value=value,
                declared=bool(present),
                name=present[0] if present else known.index_name if known else "",
                url=known.url if known else "",
                packages=[*sourceless(project, catalogue)],
                marker=marker_for(catalogue, value) if is_certain else "",
            )
            return


def mend(draft: Draft, finding: Finding) -> None:
    """Lead torch where the setting says, in the way a project reads; the setting stays for ``uv pip``."""
    facts: Any = finding.facts
    lead(draft, facts["packages"], facts["name"], facts["marker"])
    if not facts["declared"]:
        declare(draft, facts["name"], facts["url"])


RULE: Final = Rule(
    code="torch-backend-in-project",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#automatic-backend-selection",
    check=check,
    mend=mend,
)
