"""One index may be the default, which replaces PyPI; with two, uv does not read the file (since 0.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find every default but the first."""
    defaults = [index for index in project.indexes if index.default]
    for index in defaults[1:]:
        first = defaults[0].name or defaults[0].url
        yield RULE.finding(project.places[(*index.place.path, "default")], name=index.name or index.url, first=first)


RULE: Final = Rule(
    code="several-default-indexes",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/indexes/#defining-an-index",
    check=check,
)
