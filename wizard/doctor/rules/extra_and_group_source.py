"""A source is for an extra or for a group; with both, uv does not read the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.findings import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find them; where only one of the two is declared, the other is a mistake."""
    for source in project.sources:
        if source.extra and source.group:
            is_extra, is_group = source.extra in project.extras, source.group in project.groups
            wrong = {(True, False): "group", (False, True): "extra"}.get((is_extra, is_group), "")
            yield RULE.finding(
                source.place,
                fixable=bool(wrong),
                package=source.package,
                extra=source.extra,
                group=source.group,
                wrong=wrong,
            )


def mend(draft: Draft, finding: Finding) -> None:
    """Take out the one that is not declared."""
    facts: Any = finding.facts
    draft.remove((*finding.place.path, facts["wrong"]))


RULE: Final = Rule(
    code="extra-and-group-source",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources",
    check=check,
    mend=mend,
)
