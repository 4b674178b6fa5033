"""Which extras and groups exclude each other, and which contain which."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from wizard.doctor.project import SELECTED, Scope, Selection
from wizard.doctor.remembering import once
from wizard.doctor.requiring import DEV
from wizard.doctor.tables import EXTRAS, GROUPS
from wizard.doctor.values import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.doctor.project import Declared, Member, Project, SourceEntry

LISTS: Final = {Scope.EXTRA: EXTRAS, Scope.GROUP: GROUPS}
"""Where extras and groups stand in a file."""
ALL: Final = "all"
"""What ``default-groups`` may say instead of names."""


def chosen_by(source: SourceEntry) -> Selection | None:
    """Return the extra or group a source is for, None where it is for all."""
    if source.extra:
        return Selection(Scope.EXTRA, source.extra)
    return Selection(Scope.GROUP, source.group) if source.group else None


def asked_by(declared: Declared) -> Selection | None:
    """Return the extra or group that asks for a requirement, None where it is the project itself."""
    return declared.asker if declared.scope in SELECTED else None


def stands_in(declared: Declared) -> Selection | None:
    """Return the extra or group in whose own list a requirement stands; others may include it from there."""
    for scope, path in LISTS.items():
        if declared.place.path[: len(path)] == path:
            return Selection(scope, name(declared.place.path[len(path)]))
    return asked_by(declared)


def members(project: Project, conflict: tuple[Member, ...]) -> frozenset[Selection]:
    """Return the extras and groups of this very project in a conflict set."""
    return frozenset(
        Selection(Scope(one.kind), one.name)
        for one in conflict
        if one.kind in SELECTED and one.name and is_own(project, one)
    )


def is_own(project: Project, member: Member) -> bool:
    """Say whether a member of a conflict set belongs to this project, not to another of its workspace."""
    return not member.package or member.package == name(project.name)


@once
def default_groups(project: Project) -> tuple[str, ...]:
    """Return the groups uv installs without being asked."""
    value = project.setting("default-groups")
    if value == ALL:
        return tuple(project.groups)
    return tuple(map(name, value)) if isinstance(value, list) else (DEV,)


class Conflicts:
    """Which extras and groups of a project exclude each other, by the numbers of their conflict sets."""

    def __init__(self, project: Project) -> None:
        self._sets: dict[Selection, set[int]] = {}
        for number, conflict in enumerate(project.conflicts):
            for one in members(project, conflict):
                self._sets.setdefault(one, set()).add(number)

    def exclude(self, one: Selection, other: Selection) -> bool:
        """Say whether a conflict set holds both, so that uv resolves them apart."""
        return not self._sets.get(one, set()).isdisjoint(self._sets.get(other, set()))

    def hold(self, one: Selection) -> bool:
        """Say whether uv resolves with it and without it apart, because something conflicts with it."""
        return one in self._sets


@once
def _asked(project: Project) -> dict[Selection, list[Selection]]:
    """Return what each extra or group asks for directly."""
    found: dict[Selection, list[Selection]] = {}
    for alias in project.aliases:
        found.setdefault(Selection(Scope(alias.kind), alias.name), []).append(Selection(Scope(alias.kind), alias.of))
    return found


@once
def contained(project: Project, one: Selection) -> tuple[Selection, ...]:
    """Return what an extra or a group brings with it, however deep, without itself."""
    found: dict[Selection, None] = {}
    waiting, asked = [one], _asked(project)
    while waiting:
        inner = asked.get(waiting.pop(), [])
        waiting += [chosen for chosen in inner if chosen not in found and chosen != one]
        found |= dict.fromkeys(chosen for chosen in inner if chosen != one)
    return tuple(found)


def rivals(project: Project, package: str) -> Iterator[tuple[SourceEntry, SourceEntry]]:
    """Yield the pairs of a package's sources that lead to different indexes for different extras or groups."""
    scoped = [source for source in project.sources_of(package) if source.kind == "index" and source.selection]
    for one, other in combinations(scoped, 2):
        if one.index != other.index and chosen_by(one) != chosen_by(other):
            yield one, other
