"""Patches ``requires-python``: the file's own text stays where it fits, and its floor where the text does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.facts import KNOWN_PYTHONS
from wizard.doctor.inferring.versions import oldest_python
from wizard.doctor.pythons import FAR_OFF, with_cap, with_floor
from wizard.doctor.values import specifiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packaging.specifiers import SpecifierSet

    from wizard.doctor.patching.target import Target


def patch_python(target: Target) -> None:
    """Ask for no Python that is not configured. A range that is narrower already fits: nobody is asked for more."""
    wanted = target.configuration.requires_python
    theirs = target.project.requires_python_text
    found = next((one for one in _tried(theirs, wanted) if _fits(one, wanted)), wanted)
    target.draft.put((*target.top, "requires-python"), found)


def _tried(theirs: str, wanted: str) -> Iterator[str]:
    """Yield what is left of the file's range, from all of it to the least."""
    if not theirs or specifiers(theirs) is None:
        return
    floor, cap = oldest_python(specifiers(wanted)), wanted.partition("<")[2]
    yield theirs
    yield with_cap(theirs, cap)
    yield with_floor(theirs, floor)
    yield with_floor(with_cap(theirs, cap), floor)


def _fits(text: str, wanted: str) -> bool:
    """Whether a range admits any Python at all, and none that is not wanted."""
    found = _admitted(specifiers(text))
    return bool(found) and found <= _admitted(specifiers(wanted))


def _admitted(found: SpecifierSet | None) -> set[str]:
    """Return which Pythons are admitted, of the known ones' first and last patches and one after them all."""
    asked = [*(f"{python}.{patch}" for python in KNOWN_PYTHONS for patch in ("0", "99")), FAR_OFF]
    return set() if found is None else {python for python in asked if found.contains(python, prereleases=True)}
