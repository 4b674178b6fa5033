"""``extra-index-url``, ``index-url`` and ``find-links`` name torch's index so that every package may come from it.

Recipes of 2024 do that. A named, explicit index with sources is what replaced them in uv 0.4.23.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.leading import asks_for_torch, declare, lead, marker_for, sourceless
from wizard.doctor.legacy import addresses, is_pinned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.legacy import Address
    from wizard.doctor.project import Project

DEFAULT: Final = "index-url"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the addresses at PyTorch's, but where exact versions choose the builds, as the old layouts do."""
    found = [one for one in addresses(project, catalogue) if one.is_pytorch]
    if is_pinned(project, catalogue):
        return
    for address in found:
        accelerator = catalogue.accelerators.get(address.accelerator)
        is_certain = len(found) == 1 and address.key != DEFAULT and _is_plain(project, address)
        yield RULE.finding(
            project.places[address.path],
            fixable=is_certain,
            key=address.key,
            url=address.url,
            name=accelerator.index_name if accelerator else "",
            marker=marker_for(catalogue, address.accelerator) if accelerator else "",
            packages=[*sourceless(project, catalogue)],
            remove=address.path[:3] if address.is_only else address.path,
        )


def _is_plain(project: Project, address: Address) -> bool:
    """Say whether it is clear what the index is for: torch, of which nothing else is said."""
    pins = [str(one.requirement.specifier) for one in project.requirements_on("torch")]
    is_led = bool(project.sources_of("torch")) or bool(project.indexes)
    return bool(address.accelerator) and asks_for_torch(project) and not is_led and not any("+" in pin for pin in pins)


def mend(draft: Draft, finding: Finding) -> None:
    """Declare the index by name, lead torch's family there, and take the address out."""
    facts: Any = finding.facts
    draft.remove(facts["remove"])
    lead(draft, facts["packages"], facts["name"], facts["marker"])
    declare(draft, facts["name"], facts["url"])


RULE: Final = Rule(
    code="legacy-index-config",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#using-a-pytorch-index",
    check=check,
    mend=mend,
)
