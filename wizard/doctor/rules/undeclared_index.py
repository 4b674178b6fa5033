"""A source names its index; where no index has that name, uv refuses the file.

The name may still be known elsewhere: to the root of a workspace, or to ``UV_INDEX``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.leading import declare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

SEPARATORS: Final = re.compile(r"[-_.]+")


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the sources whose index nobody declares, and what their name tells of it."""
    for source in project.sources:
        if source.kind != "index" or not source.index or project.index_named(source.index):
            continue
        meant, url = _meant(project, catalogue, source.index)
        yield RULE.finding(
            project.places[(*source.place.path, "index")],
            severity=Severity.ERROR if project.indexes else Severity.WARNING,
            fixable=bool(meant or url),
            package=source.package,
            name=source.index,
            meant=meant,
            url=url,
        )


def _meant(project: Project, catalogue: Catalogue, name: str) -> tuple[str, str]:
    """Return the declared index that is meant, or else the address of the one that the name tells."""
    plain = _plain(name)
    alike = [index.name for index in project.indexes if _plain(index.name) == plain]
    if alike:
        return alike[0], ""
    told = [one for one in catalogue.accelerators.values() if one.index and plain == _plain(one.index_name)]
    same = [index.name for one in told for index in project.indexes if index.accelerator == one.slug]
    if same:
        return same[0], ""
    return "", told[0].url if told else ""


def _plain(name: str) -> str:
    return SEPARATORS.sub("", name.lower()).replace("torch", "").removeprefix("py")


def mend(draft: Draft, finding: Finding) -> None:
    """Write the name that was meant, or declare the index."""
    facts: Any = finding.facts
    if facts["meant"]:
        draft.put(finding.place.path, facts["meant"])
    else:
        declare(draft, facts["name"], facts["url"])


RULE: Final = Rule(
    code="undeclared-index",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/indexes/#pinning-a-package-to-an-index",
    check=check,
    mend=mend,
)
