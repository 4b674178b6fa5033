"""Which Pythons ``requires-python`` lets in and torch does not, and how to write the bounds anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import KNOWN_PYTHONS, minor
from wizard.doctor.asking import UNKNOWN, admitted, asks
from wizard.doctor.wheels import installs, served

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.asking import Ask
    from wizard.doctor.findings import Path
    from wizard.doctor.project import Project

FAR_OFF: Final = "3.99.0"
"""A Python that only a range without an end lets in."""


def refused(project: Project, catalogue: Catalogue) -> tuple[tuple[str, Ask], ...]:
    """Return the Pythons that no torch asked for supports, by ``Requires-Python``, each with one who asks."""
    found = {
        ask.python: ask
        for ask in asks(project, catalogue)
        if (releases := admitted(ask.specifier, catalogue.newest_first))
        and not any(catalogue.releases[torch].admits(ask.python) for torch in releases)
    }
    return tuple(sorted(found.items(), key=lambda one: minor(one[0])))


def without_wheel(project: Project, catalogue: Catalogue) -> tuple[tuple[str, Ask], ...]:
    """Return the Pythons for which a selection has no wheel of torch, each with one who asks.

    That is so on all machines together, or on all of one system that a source leads somewhere: a rare machine, or a
    system that only the absence of a source leads to PyPI, may not be meant. One who asks an index that has such wheels
    of other versions counts first.
    """
    found: dict[str, Ask] = {}
    for asked in _apart(project, catalogue):
        if not any(_installs(catalogue, ask) for ask in asked):
            ask = next((one for one in asked if one.source), asked[0])
            known = found.setdefault(ask.python, ask)
            if is_beyond(catalogue, known) and not is_beyond(catalogue, ask):
                found[ask.python] = ask
    return tuple(sorted(found.items(), key=lambda one: minor(one[0])))


def _apart(project: Project, catalogue: Catalogue) -> Iterable[list[Ask]]:
    """Return those who ask for torch with one selection and one Python, on all machines and on each system."""
    found: dict[tuple[object, ...], list[Ask]] = {}
    for ask in asks(project, catalogue):
        if ask.accelerator != UNKNOWN and admitted(ask.specifier, served(catalogue, ask.cell)):
            system = catalogue.platforms[ask.platform].sys_platform
            found.setdefault((ask.selected, ask.python), []).append(ask)
            if ask.source:
                found.setdefault((ask.selected, ask.python, system), []).append(ask)
    return found.values()


def is_open(project: Project) -> bool:
    """Say whether ``requires-python`` has no end, or none before Python 4."""
    return project.requires_python is not None and FAR_OFF in project.requires_python


def is_beyond(catalogue: Catalogue, ask: Ask) -> bool:
    """Say whether a Python is newer than every Python that an index has any torch for."""
    newer = [python for python in KNOWN_PYTHONS if minor(python) >= minor(ask.python)]
    return not any(
        installs(catalogue, (slug, ask.accelerator), torch, python)
        for slug in catalogue.platforms
        for torch in served(catalogue, (slug, ask.accelerator))
        for python in newer
    )


def _installs(catalogue: Catalogue, ask: Ask) -> bool:
    versions = admitted(ask.specifier, served(catalogue, ask.cell))
    return any(installs(catalogue, ask.cell, torch, ask.python) for torch in versions)


def place_of(project: Project) -> Path:
    """Return where ``requires-python`` stands: a script has no table around it."""
    return ("requires-python",) if project.is_script else ("project", "requires-python")


def with_cap(text: str, cap: str) -> str:
    """Return a ``requires-python`` that ends below a Python."""
    kept = [one.strip() for one in text.split(",") if not one.strip().startswith("<")]
    return ",".join([*kept, f"<{cap}"])


def with_floor(text: str, floor: str) -> str:
    """Return a ``requires-python`` that begins with a Python; nothing where its beginning is not a bound."""
    clauses = [one.strip() for one in text.split(",")]
    bounds = [one for one in clauses if one.startswith(">")]
    if len(bounds) != 1:
        return ""
    return ",".join(f">={floor}" if one == bounds[0] else one for one in clauses)
