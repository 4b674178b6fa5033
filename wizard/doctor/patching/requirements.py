"""Patches what is required: the Pythons, the family in its lists, and what other lists say about the family."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement as Parsed
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from wizard.doctor.patching.python_range import patch_python
from wizard.doctor.project import Scope
from wizard.doctor.tables import EXTRAS, GROUPS
from wizard.doctor.values import items, name, requirement, text

if TYPE_CHECKING:
    from wizard.configuration.values import Requirement
    from wizard.doctor.findings import Path
    from wizard.doctor.patching.target import Target

VERSION: Final = "0.1.0"
NAME: Final = re.compile(r"\s*[A-Za-z0-9._-]+")
"""What a requirement begins with (PEP 508); reading it whole takes a hundred times as long."""


def patch_requirements(target: Target) -> None:
    """Bring the lists of requirements to the configuration."""
    _name(target)
    patch_python(target)
    _bring(target, (*target.top, "dependencies"), target.configuration.dependencies)
    for table, selections in ((EXTRAS, target.configuration.extras), (GROUPS, target.configuration.groups)):
        for selection, wanted in selections.items():
            _bring(target, (*table, _key(target, table, selection)), wanted)
    for path in _others(target):
        _adjust(target, path)


def _name(target: Target) -> None:
    """Make a project of a file that is none yet."""
    if not target.project.is_script and target.draft.value(("project",)) is None:
        target.draft.put(("project", "name"), target.configuration.choices.project)
        target.draft.put(("project", "version"), VERSION)


def _key(target: Target, table: Path, selection: str) -> str:
    """Return an extra's or group's name as the file spells it."""
    there = target.draft.value(table)
    keys = there if isinstance(there, dict) else {}
    return next((key for key in keys if name(key) == name(selection)), selection)


def _bring(target: Target, path: Path, wanted: tuple[Requirement, ...]) -> None:
    """Have a list require these of the family and no others; each takes the place of what was there of its name."""
    there = _family(target, path)
    left = list(wanted)
    changed: dict[int, Parsed] = {}
    for position, one in there.items():
        same = next((other for other in left if _says(one, other)), None)
        if same:
            left.remove(same)
        else:
            changed[position] = one
    surplus = []
    for position, one in changed.items():
        other = next((other for other in left if other.package == canonicalize_name(one.name)), None)
        if other:
            left.remove(other)
            target.draft.put((*path, position), _written(other.specifier, other.marker, one))
        else:
            surplus.append(position)
    for position in reversed(surplus):
        target.draft.remove((*path, position))
    _insert(target, path, [str(one) for one in left])


def _insert(target: Target, path: Path, new: list[str]) -> None:
    """Add requirements behind the family's last one, or at the end."""
    if new:
        there = items(target.draft.value(path))
        behind = max(_family(target, path), default=len(there) - 1) + 1
        target.draft.put(path, [*there[:behind], *new, *there[behind:]])


def _family(target: Target, path: Path) -> dict[int, Parsed]:
    """Return a list's requirements on the family, by position."""
    found = {}
    for position, item in enumerate(items(target.draft.value(path))):
        named = NAME.match(text(item))
        parsed = requirement(item) if named and name(named[0].strip()) in target.family else None
        if parsed:
            found[position] = parsed
    return found


def _says(one: Parsed, wanted: Requirement) -> bool:
    """Whether a requirement says what is wanted, in whatever spelling."""
    return _facts(one) == _facts(Parsed(str(wanted)))


def _facts(one: Parsed) -> tuple[str, SpecifierSet, str, str | None]:
    return name(one.name), one.specifier, str(one.marker or ""), one.url


def _written(specifier: str, marker: str, old: Parsed) -> str:
    """Write a requirement in the place of an old one, whose extras it keeps."""
    extras = f"[{','.join(sorted(old.extras))}]" if old.extras else ""
    return f"{name(old.name)}{extras}{specifier}" + (f" ; {marker}" if marker else "")


def _others(target: Target) -> list[Path]:
    """Return the further lists that require anything: other extras and groups, constraints, overrides."""
    lists = {one.place.path[:-1] for one in target.project.requirements if one.scope is not Scope.BUILD}
    lists.discard((*target.top, "dependencies"))
    for table, selections in ((EXTRAS, target.configuration.extras), (GROUPS, target.configuration.groups)):
        lists -= {(*table, _key(target, table, selection)) for selection in selections}
    return sorted(lists, key=str)


def _adjust(target: Target, path: Path) -> None:
    """Have a list that is not the configuration's admit the configured version, where it says otherwise."""
    for position, one in _family(target, path).items():
        specifiers = {wanted.specifier for wanted in target.wanted if wanted.package == name(one.name)}
        wanted = specifiers.pop() if len(specifiers) == 1 else ""
        if wanted and (one.url or not one.specifier.contains(_version(wanted), prereleases=True)):
            target.draft.put((*path, position), _written(wanted, str(one.marker or ""), one))


def _version(specifier: str) -> str:
    """Return the version a specifier names."""
    return next(iter(SpecifierSet(specifier))).version.removesuffix(".*")
