"""uv does not read a file with a key in a source that it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.spelling import nearest, respell_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

KNOWN: Final = (
    *("git", "subdirectory", "rev", "tag", "branch", "lfs", "url", "path", "editable", "package"),
    *("index", "workspace", "marker", "extra", "group"),
)
"""What uv 0.13.8 expects in a source, as it says where it finds something else."""


SURE: Final = 0.75
"""Keys are short, and uv says itself what it expects."""


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find every such key; one that is almost a known one is likely meant to be it."""
    for source in project.sources:
        for key, value in source.settings.items():
            if key not in KNOWN:
                meant = nearest(key, (one for one in KNOWN if one not in source.settings), alike=SURE)
                place = project.places[(*source.place.path, key)]
                yield RULE.finding(
                    place, fixable=bool(meant), key=key, package=source.package, meant=meant, value=value
                )


RULE: Final = Rule(
    code="unknown-source-key",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources",
    check=check,
    mend=respell_key,
)
