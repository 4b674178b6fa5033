"""An index that is not explicit serves whatever it has, before PyPI: old copies of requests, jinja2 and others.

With ``default`` it even replaces PyPI. Only ``explicit = true``, with sources for torch's family, keeps it to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.following import followed
from wizard.doctor.hosts import ASTRAL, host_of, is_vendors
from wizard.doctor.leading import asks_for_torch, lead, name_for, open_indexes, sourceless
from wizard.doctor.routing import may_have
from wizard.doctor.tables import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the indexes that any package may come from; what only they serve now will need a source."""
    missing = [*sourceless(project, catalogue)]
    is_led = asks_for_torch(project) or bool(project.sources_of("torch"))
    for index in open_indexes(project):
        served = [package for package in missing if may_have(index, package, catalogue)]
        missing = [package for package in missing if package not in served]
        name = index.name or name_for(index, project, catalogue)
        following = _following(project, catalogue, served)
        yield RULE.finding(
            index.place,
            fixable=bool(name) and is_led and all(following.values()),
            index=index.name or index.url,
            name=name,
            default=index.default,
            packages=[package for package in served if package not in following],
            following=following,
        )
    for index in project.indexes:
        has_builds = host_of(index.url) == ASTRAL or is_vendors(index.url)
        if has_builds and not index.explicit and index.format == "simple":
            facts = {"index": index.name or index.url, "name": index.name, "default": index.default, "following": {}}
            yield RULE.finding(index.place, severity=Severity.WARNING, fixable=False, packages=[], **facts)


def _following(project: Project, catalogue: Catalogue, packages: list[str]) -> dict[str, object]:
    """Return the sources of those that belong where torch's own ones lead: one index for all would part them."""
    family = [one for one in packages if one in catalogue.packages and project.sources_of("torch")]
    return {package: followed(project, catalogue, ("torch", package), None) for package in family}


def mend(draft: Draft, finding: Finding) -> None:
    """Make it explicit, and lead there what came from it alone."""
    facts: Any = finding.facts
    path = finding.place.path
    draft.put((*path, "name"), facts["name"])
    if facts["default"]:
        draft.remove((*path, "default"))
    draft.put((*path, "explicit"), value=True)
    lead(draft, facts["packages"], facts["name"])
    for package, sources in facts["following"].items():
        draft.put((*SOURCES, package), sources)


RULE: Final = Rule(
    code="index-not-explicit",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#using-a-pytorch-index",
    check=check,
    mend=mend,
    copies=True,
)
