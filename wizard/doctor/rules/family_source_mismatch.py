"""torch and its companions are built together; taken from different indexes they are installed, but do not load.

``operator torchvision::nms does not exist`` is what Python says then. Each package has to have the same sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.addresses import addressed
from wizard.doctor.families import wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.flavours import mixed
from wizard.doctor.following import followed, path_of
from wizard.doctor.scoping import asked_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.families import Wanted
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield companions that come from elsewhere than the torch beside them, be that a wheel named by its address."""
    project = addressed(project, catalogue)
    torches = wanted(project, catalogue, "torch")
    for package in catalogue.packages:
        for companion in wanted(project, catalogue, package) if package != "torch" else ():
            for torch in _beside(companion, torches):
                platforms = mixed(project, catalogue, torch, companion)
                if platforms:
                    yield _finding(project, catalogue, (torch, companion), platforms)


def _beside(companion: Wanted, torches: tuple[Wanted, ...]) -> list[Wanted]:
    """Return the torches a companion goes with: an extra's own ones decide over those of the base."""
    own = [one for one in torches if one.declared.asker == companion.declared.asker]
    return own or [one for one in torches if companion.asked_with(one)]


def _finding(
    project: Project,
    catalogue: Catalogue,
    couple: tuple[Wanted, Wanted],
    platforms: tuple[str, ...],
) -> Finding:
    """Return what to say of the one that follows: the companion, unless torch alone has no source at all."""
    leader, follower = couple if project.sources_of("torch") else reversed(couple)
    names = leader.declared.name, follower.declared.name
    led, now = leader.served[platforms[0]], follower.served[platforms[0]]
    is_address = led is not None and "/" in led.index
    sources = [] if is_address else followed(project, catalogue, names, asked_by(follower.declared))
    tied = catalogue.packages[couple[1].declared.name].pinned_until
    return RULE.finding(
        now.place if now else follower.declared.place,
        severity=Severity.ERROR if tied else Severity.WARNING,
        fixable=bool(sources),
        package=names[1],
        leader=names[0],
        index=led.index if led else "",
        other=now.index if now else "",
        is_address=is_address,
        platforms=[catalogue.platforms[platform].label for platform in platforms],
        path=path_of(project, names[1]),
        sources=sources,
    )


def mend(draft: Draft, finding: Finding) -> None:
    """Give the one the sources of the other."""
    facts: Any = finding.facts
    draft.put(facts["path"], facts["sources"])


RULE: Final = Rule(
    code="family-source-mismatch",
    severity=Severity.ERROR,
    link="https://github.com/pytorch/pytorch/issues/157648",
    check=check,
    mend=mend,
    copies=True,
)
