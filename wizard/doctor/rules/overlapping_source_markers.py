"""The markers of a package's sources must not be true at once: uv refuses the file, even where no machine is both."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.following import clash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

BY_EXTRA: Final = re.compile(r"\bextra\b")
"""Markers that ask for an extra are another rule's business."""


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find every source that overlaps with one above it, for the same extra or group."""
    for package in dict.fromkeys(source.package for source in project.sources):
        found: set[object] = set()
        for one, other in combinations(project.sources_of(package), 2):
            if other.place.path not in found and not BY_EXTRA.search(one.marker) and clash(one, other):
                found.add(other.place.path)
                yield RULE.finding(other.place, package=package, one=one.marker, other=other.marker)


RULE: Final = Rule(
    code="overlapping-source-markers",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/dependencies/#multiple-sources",
    check=check,
)
