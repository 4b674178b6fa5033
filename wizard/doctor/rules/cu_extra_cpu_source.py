"""An extra or group named ``cu130`` whose torch is not CUDA 13.0's: ``uv add`` writes such files.

It keeps one source per package, without the extra it was asked for, so that every extra gets the same torch. Or the
source was forgotten while the index is declared, and the extra gets PyPI's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from wizard.doctor.families import falls_to_pypi, routes, wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.leading import marker_for
from wizard.doctor.project import INSTALLING, Scope
from wizard.doctor.tables import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Accelerator, Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.families import Wanted
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Declared, IndexEntry, Project, SourceEntry

TORCH: Final = (*SOURCES, "torch")


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield extras and groups that say one accelerator and get another one's torch."""
    for torch in wanted(project, catalogue, "torch"):
        meant = meant_by(torch.declared.selection, catalogue)
        if meant is None or not torch.served:
            continue
        index = next((one for one in project.indexes if one.accelerator == meant.slug), None)
        reached = {route.accelerator.slug: route.index.name for route in routes(project, catalogue, torch)}
        sources = [one for one in project.sources_of("torch") if one.serves(torch.declared.asker)]
        wrong = reached and meant.slug not in reached
        forgotten = not sources and index and falls_to_pypi(project)
        if wrong or forgotten:
            new = _new_sources(project, torch, index, catalogue) if index else []
            yield RULE.finding(
                torch.declared.place,
                fixable=bool(new),
                selection=torch.declared.selection,
                kind=torch.declared.scope.value,
                label=meant.label,
                other=next(iter(reached.values()), ""),
                index=index.name if index else "",
                sources=new,
            )


def meant_by(selection: str, catalogue: Catalogue) -> Accelerator | None:
    """Return the one accelerator that a name like ``torch-cu128`` or ``rocm63`` has a part of."""
    parts = set(re.split(r"[-_]", selection))
    named = [one for one in catalogue.accelerators.values() if one.index and one.name in parts]
    return named[0] if len(named) == 1 else None


def _new_sources(project: Project, torch: Wanted, index: IndexEntry, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return torch's sources with one for this selection; those for all are left to the other selections.

    Nothing where base asks for torch, too: what is for all cannot be kept to base.
    """
    asking = [one for one in project.requirements_on("torch") if one.scope in INSTALLING]
    present = project.sources_of("torch")
    if any(one.scope is Scope.BASE for one in asking) or any(one.kind != "index" for one in present):
        return []
    others = [one for one in asking if one.asker != torch.declared.asker]
    own = _entry(index.name, torch.declared, marker_for(catalogue, index.accelerator))
    new: list[dict[str, Any]] = []
    for source in present:
        if not (source.selection and source.serves(torch.declared.asker)):
            new.extend(_for_others(source, others))
        elif own not in new:
            new.append(own)
    return new if own in new else [*new, own]


def _for_others(source: SourceEntry, others: list[Declared]) -> Iterator[dict[str, Any]]:
    if source.selection:
        yield _written(source.index, source.extra, source.group, source.marker)
        return
    for other in others:
        yield _entry(source.index, other, source.marker)


def _entry(index: str, asking: Declared, marker: str) -> dict[str, Any]:
    extra = asking.selection if asking.scope is Scope.EXTRA else ""
    return _written(index, extra, asking.selection if not extra else "", marker)


def _written(index: str, extra: str, group: str, marker: str) -> dict[str, Any]:
    entry = {"index": index, "extra": extra, "group": group, "marker": marker}
    return {key: value for key, value in entry.items() if value}


def mend(draft: Draft, finding: Finding) -> None:
    """Give the extra or group the index of its name; conflicts are another rule's business."""
    draft.put(TORCH, cast("list[dict[str, Any]]", finding.facts["sources"]))


RULE: Final = Rule(
    code="cu-extra-cpu-source",
    severity=Severity.ERROR,
    link="https://github.com/astral-sh/uv/issues/8341",
    check=check,
    mend=mend,
)
