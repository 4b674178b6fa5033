"""``index-strategy = "unsafe-…"`` lets any index replace any package: whoever can upload to one can replace yours.

It circulates as a remedy for an index that is not explicit. With explicit indexes it is not needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.leading import open_indexes
from wizard.doctor.legacy import STRATEGY, addresses, is_pinned
from wizard.doctor.routing import is_torch_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

UNSAFE: Final = frozenset({"unsafe-best-match", "unsafe-first-match"})


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the setting where torch's indexes are why it is there; what others need it for is their business."""
    if project.setting(STRATEGY) not in UNSAFE or is_pinned(project, catalogue):
        return
    named = addresses(project, catalogue)
    is_needed = bool(open_indexes(project)) or any(one.is_pytorch for one in named)
    others = any(not one.is_pytorch for one in named) or any(
        not index.explicit and not is_torch_index(index) for index in project.indexes
    )
    if is_needed or (any(is_torch_index(index) for index in project.indexes) and not others):
        yield RULE.finding(
            project.settings[STRATEGY].place,
            severity=Severity.WARNING if is_needed else Severity.INFO,
            fixable=not is_needed,
            value=project.setting(STRATEGY),
            needed=is_needed,
        )


def mend(draft: Draft, finding: Finding) -> None:
    """Take it out."""
    draft.remove(finding.place.path)


RULE: Final = Rule(
    code="unsafe-index-strategy",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/concepts/indexes/#searching-across-multiple-indexes",
    check=check,
    mend=mend,
)
