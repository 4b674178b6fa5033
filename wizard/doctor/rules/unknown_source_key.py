"""uv does not read a file with a key in a source that it does not know."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

KNOWN: Final = (
    *("git", "subdirectory", "rev", "tag", "branch", "lfs", "url", "path", "editable", "package"),
    *("index", "workspace", "marker", "extra", "group"),
)
"""What uv 0.13.8 expects in a source, as it says where it finds something else."""


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find every such key; one that is almost a known one is likely meant to be it."""
    for source in project.sources:
        for key, value in source.settings.items():
            if key not in KNOWN:
                close = get_close_matches(key, [one for one in KNOWN if one not in source.settings], n=1, cutoff=0.75)
                meant = close[0] if close else ""
                place = project.places[(*source.place.path, key)]
                yield RULE.finding(
                    place, fixable=bool(meant), key=key, package=source.package, meant=meant, value=value
                )


def mend(draft: Draft, finding: Finding) -> None:
    """Write the key that was meant."""
    facts: Any = finding.facts
    path = finding.place.path
    draft.put((*path[:-1], facts["meant"]), facts["value"])
    draft.remove(path)


RULE: Final = Rule(
    code="unknown-source-key",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources",
    check=check,
    mend=mend,
)
