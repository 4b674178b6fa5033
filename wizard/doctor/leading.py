"""Leads packages to an index: what still has no source, what an index should be called, and the edits it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import FROM_PYPI
from wizard.doctor.conditions import on_systems
from wizard.doctor.project import INSTALLING, Scope
from wizard.doctor.routing import is_torch_index
from wizard.doctor.tables import INDEXES, SOURCES
from wizard.doctor.wheels import systems_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.project import IndexEntry, Project

ASKING: Final = INSTALLING | {Scope.OVERRIDE}
"""Where a requirement stands to which a source applies."""
ALL_SYSTEMS: Final = 3


def family(catalogue: Catalogue) -> frozenset[str]:
    """Return what has to come from torch's own index: the family, and the tritons that exist nowhere else."""
    tritons = {triton.package for triton in catalogue.triton.values()}
    return frozenset({*catalogue.packages, *tritons} - {FROM_PYPI})


def sourceless(project: Project, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the packages of torch's family that the file asks for and gives no source."""
    known = family(catalogue)
    asked = dict.fromkeys(one.name for one in project.requirements if one.scope in ASKING and one.name in known)
    return tuple(package for package in asked if not project.sources_of(package))


def asks_for_torch(project: Project) -> bool:
    """Say whether the file itself asks for torch, so that a source can apply to it."""
    return any(one.scope in ASKING for one in project.requirements_on("torch"))


def open_indexes(project: Project) -> tuple[IndexEntry, ...]:
    """Return torch's indexes that any package may come from."""
    return tuple(one for one in project.indexes if is_torch_index(one) and (one.default or not one.explicit))


def name_for(index: IndexEntry, project: Project, catalogue: Catalogue) -> str:
    """Return what an index of torch's should be called, nothing where that name is taken or nothing tells."""
    accelerator = catalogue.accelerators.get(index.accelerator)
    channel = "nightly-" if index.nightly else ""
    name = f"pytorch-{channel}{accelerator.name}" if accelerator else ""
    return "" if any(one.name == name for one in project.indexes) else name


def marker_for(catalogue: Catalogue, accelerator: str) -> str:
    """Return the marker of the operating systems an accelerator was ever built for, none where that is all."""
    systems = systems_of(catalogue, accelerator)
    return "" if len(systems) == ALL_SYSTEMS else on_systems(systems)


def lead(draft: Draft, packages: Iterable[str], index: str, marker: str = "") -> None:
    """Give packages a source."""
    entry = {"index": index}
    for package in packages:
        draft.put((*SOURCES, package), [entry | {"marker": marker}] if marker else entry)


def declare(draft: Draft, name: str, url: str) -> None:
    """Add an index that only packages with a source may use."""
    draft.append(INDEXES, {"name": name, "url": url, "explicit": True})
