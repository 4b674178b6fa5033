"""``exclude-newer`` passes over every file without an upload date, and many of PyTorch's have none.

uv then finds no torch there at all: "is missing an upload date".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.routing import is_torch_index
from wizard.doctor.values import name, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

SETTING: Final = "exclude-newer"
BY_PACKAGE: Final = "exclude-newer-package"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the setting where packages from torch's indexes are not exempt from it."""
    if SETTING not in project.settings:
        return
    exempt = {name(package) for package, date in table(project.setting(BY_PACKAGE)).items() if date is False}
    dated = {index.name for index in project.indexes if is_torch_index(index) and _counts_dates(index.settings)}
    affected = dict.fromkeys(
        source.package for source in project.sources if source.index in dated and source.package not in exempt
    )
    if affected:
        place = project.settings[SETTING].place
        yield RULE.finding(place, packages=[*affected], setting=(*place.path[:-1], BY_PACKAGE))


def _counts_dates(settings: Any) -> bool:
    return settings.get(SETTING) is not False


def mend(draft: Draft, finding: Finding) -> None:
    """Exempt the packages."""
    facts: Any = finding.facts
    for package in facts["packages"]:
        draft.put((*facts["setting"], package), value=False)


RULE: Final = Rule(
    code="exclude-newer-vs-pytorch",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/reference/settings/#exclude-newer-package",
    check=check,
    mend=mend,
)
