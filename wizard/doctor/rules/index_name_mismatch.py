"""An index called cu124 whose address is that of cu126 gives another build than everybody reads in the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.routing import is_torch_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import IndexEntry, Project

WORD: Final = re.compile(r"[a-z]+[\d.]*")


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the names that tell one accelerator where the address tells another one; which is meant nobody can tell."""
    by_name = {one.name: one.slug for one in catalogue.accelerators.values() if one.index}
    for index in project.indexes:
        told = {by_name[word] for word in _words(index) if word in by_name}
        if is_torch_index(index) and len(told) == 1 and index.accelerator not in told:
            place = project.places[(*index.place.path, "name")]
            yield RULE.finding(place, name=index.name, told=told.pop(), url=index.url, accelerator=index.accelerator)


def _words(index: IndexEntry) -> set[str]:
    return {found.replace(".", "") for found in WORD.findall(index.name.lower())}


RULE: Final = Rule(
    code="index-name-mismatch",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#using-a-pytorch-index",
    check=check,
)
