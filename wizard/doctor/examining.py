"""``examine()`` asks every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.doctor.rules import RULES

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def examine(project: Project, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Return what the rules find, from the top of the file to its end; the same thing at the same place once."""
    found: dict[str, Finding] = {}
    for rule in RULES:
        for one in rule.check(project, catalogue):
            found.setdefault(one.key, one)
    return tuple(sorted(found.values(), key=lambda one: (one.place.line, one.place.column, one.code)))
