"""torch and its companions are built together; taken from different indexes they are installed, but do not load.

``operator torchvision::nms does not exist`` is what Python says then. Each package has to have the same sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from wizard.doctor.families import wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.flavours import mixed
from wizard.doctor.pairs import PYPI, cell_of
from wizard.doctor.tritons import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.families import Wanted
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield companions that come from elsewhere than the torch beside them."""
    torches = wanted(project, catalogue, "torch")
    for package in catalogue.packages:
        for companion in wanted(project, catalogue, package) if package != "torch" else ():
            for torch in _beside(companion, torches):
                platforms = mixed(project, catalogue, torch, companion)
                if platforms:
                    yield _finding(project, catalogue, (torch, companion), platforms)


def _beside(companion: Wanted, torches: tuple[Wanted, ...]) -> list[Wanted]:
    """Return the torches a companion goes with: an extra's own ones decide over those of the base."""
    mine = (companion.declared.scope, companion.declared.selection)
    own = [one for one in torches if (one.declared.scope, one.declared.selection) == mine]
    return own or [one for one in torches if companion.asked_with(one)]


def _finding(
    project: Project, catalogue: Catalogue, couple: tuple[Wanted, Wanted], platforms: tuple[str, ...]
) -> Finding:
    """Return what to say of the one that has no source; of two that have, the companion follows torch."""
    torch, companion = couple
    leader, follower = (companion, torch) if cell_of(project, torch, platforms[0]) == PYPI else couple
    led, followed = leader.served[platforms[0]], follower.served[platforms[0]]
    selections = {one.selection for one in project.requirements_on(follower.declared.name)}
    tied = catalogue.packages[companion.declared.name].pinned_until
    return RULE.finding(
        followed.place if followed else follower.declared.place,
        severity=Severity.ERROR if tied else Severity.WARNING,
        package=follower.declared.name,
        leader=leader.declared.name,
        index=led.index if led else "",
        other=followed.index if followed else "",
        platforms=[catalogue.platforms[platform].label for platform in platforms],
        key=str(led.place.path[len(SOURCES)]) if led else "",
        selections=sorted(selections),
    )


def mend(draft: Draft, finding: Finding) -> None:
    """Give the one the sources of the other, without those for extras or groups that do not ask for it."""
    sources = draft.value((*SOURCES, str(finding.facts["key"])))
    asking = {"", *cast("list[str]", finding.facts["selections"])}
    if isinstance(sources, list):
        sources = [one for one in sources if one.get("extra", one.get("group", "")) in asking]
    draft.put((*SOURCES, str(finding.facts["package"])), sources)


RULE: Final = Rule(
    code="family-source-mismatch",
    severity=Severity.ERROR,
    link="https://github.com/pytorch/pytorch/issues/157648",
    check=check,
    mend=mend,
)
