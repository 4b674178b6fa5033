"""A source for all and another one for an extra or group meet in that extra or group, and uv refuses two indexes.

There is no "everything but this extra" in sources; declaring conflicts does not help either (tried with uv 0.13.8).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.overlaps import overlap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the first pair of every package whose markers overlap."""
    for package in dict.fromkeys(source.package for source in project.sources):
        sources = [source for source in project.sources_of(package) if source.kind == "index"]
        general = [source for source in sources if not source.selection]
        gated = [source for source in sources if source.selection]
        for one, other in product(general, gated):
            if one.index != other.index and overlap(one.marker, other.marker):
                name = other.selection
                yield RULE.finding(one.place, package=package, general=one.index, gated=other.index, name=name)
                break


RULE: Final = Rule(
    code="unsplit-base-with-gated-sources",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#configuring-accelerators-with-optional-dependencies",
    check=check,
)
