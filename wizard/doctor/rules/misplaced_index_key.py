"""uv ignores keys of an index that it does not know, without a word: an extra written below the last index, say.

Whatever stands below ``[[tool.uv.index]]`` belongs to that index, up to the next header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.spelling import respell_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

KNOWN: Final = frozenset(
    {
        *("name", "url", "explicit", "default", "format", "publish-url", "authenticate"),
        *("ignore-error-codes", "cache-control", "exclude-newer", "hash-algorithm"),
    }
)
"""What uv 0.13.8 reads of an index: it objects to a wrong value of these, and of no others."""
OF_SOURCES: Final = frozenset({"extra", "group", "marker"})


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find every key uv does not read there."""
    for index in project.indexes:
        for key, value in index.settings.items():
            if key in KNOWN:
                continue
            dashed = key.replace("_", "-")
            meant = dashed if dashed in KNOWN and dashed not in index.settings else ""
            kind = "source" if key in OF_SOURCES else "list" if isinstance(value, list) else ""
            place = project.places[(*index.place.path, key)]
            name = index.name or index.url
            yield RULE.finding(place, fixable=bool(meant), key=key, index=name, meant=meant, kind=kind, value=value)


RULE: Final = Rule(
    code="misplaced-index-key",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/reference/settings/#index",
    check=check,
    mend=respell_key,
)
