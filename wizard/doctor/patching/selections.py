"""Patches extras and groups: which are there, which exclude one another, and which groups are installed by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.requiring import DEV
from wizard.doctor.tables import CONFLICTS, DEFAULT_GROUPS, EXTRAS, GROUPS
from wizard.doctor.values import items, name

if TYPE_CHECKING:
    from wizard.doctor.patching.target import Target

LEAST: Final = 2


def patch_selections(target: Target) -> None:
    """Take out the extras and groups that are gone, and bring what is said about the others to the configuration."""
    for table in (EXTRAS, GROUPS):
        there = target.draft.value(table)
        kind = "extra" if table is EXTRAS else "group"
        for key in list(there) if isinstance(there, dict) else ():
            if (kind, name(key)) in target.gone:
                target.draft.remove((*table, key))
    _conflicts(target)
    _default_groups(target)


def _conflicts(target: Target) -> None:
    """Have one set name every accelerator; other sets lose what is gone, and go where they repeat that one."""
    there = [one for one in items(target.draft.value(CONFLICTS)) if isinstance(one, list)]
    kind = "extra" if target.configuration.extras else "group"
    wanted = [{kind: selection} for selection in target.configuration.conflicts]
    mine = {(kind, name(selection)) for selection in target.configuration.conflicts}
    members = [{_member(one, target) for one in found} for found in there]
    ours = [len(found & mine) for found in members]
    main = ours.index(max(ours)) if any(ours) else next((at for at, one in enumerate(members) if one & target.gone), -1)
    sets: list[list[object]] = []
    for position, found in enumerate(there):
        rest = [one for one in found if _member(one, target) not in target.gone]
        if position == main and wanted:
            known = members[position]
            sets.append([*rest, *(one for one in wanted if (kind, name(one[kind])) not in known)])
        elif rest == found or (len(rest) >= LEAST and not members[position] - target.gone <= mine):
            sets.append(rest)
    if wanted and main < 0:
        sets.append([*wanted])
    if sets:
        target.draft.put(CONFLICTS, sets)
    else:
        target.draft.remove(CONFLICTS)


def _member(one: object, target: Target) -> tuple[str, str]:
    """Return what a set's member names in this project; nothing of it where it is of another package."""
    if not isinstance(one, dict) or name(one.get("package")) not in {"", name(target.project.name)}:
        return "", ""
    kind = "extra" if "extra" in one else "group"
    return kind, name(one.get(kind))


def _default_groups(target: Target) -> None:
    """Have the default accelerator's group installed, and no other accelerator's."""
    wanted = list(target.configuration.default_groups)
    accelerators = {name(group) for group in target.configuration.groups}
    accelerators |= {group for kind, group in target.gone if kind == "group"}
    there = target.draft.value(DEFAULT_GROUPS)
    if there is None and not wanted:
        return
    if there == "all":
        before = list(target.project.groups)
    elif there is None:
        before = [DEV] if DEV in target.project.groups else []
    else:
        before = [str(one) for one in items(there)]
    groups = [one for one in before if name(one) not in accelerators or one in wanted]
    groups += [one for one in wanted if one not in groups]
    if groups == before:
        return
    if groups or DEV in target.project.groups:
        target.draft.put(DEFAULT_GROUPS, groups)
    else:
        target.draft.remove(DEFAULT_GROUPS)
