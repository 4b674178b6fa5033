"""Which Pythons ``requires-python`` lets in and torch does not, and how to write the bounds anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.facts import minor
from wizard.doctor.asking import UNKNOWN, admitted, asks
from wizard.doctor.wheels import installs, served

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.asking import Ask
    from wizard.doctor.findings import Path
    from wizard.doctor.project import Project


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
    """Return the Pythons for which a selection has no wheel of torch on any machine, each with one who asks."""
    by_python: dict[tuple[object, str], list[Ask]] = {}
    for ask in asks(project, catalogue):
        if ask.accelerator != UNKNOWN and admitted(ask.specifier, served(catalogue, ask.cell)):
            by_python.setdefault((ask.selected, ask.python), []).append(ask)
    found = {
        asked[0].python: next((ask for ask in asked if ask.source), asked[0])
        for asked in by_python.values()
        if not any(_installs(catalogue, ask) for ask in asked)
    }
    return tuple(sorted(found.items(), key=lambda one: minor(one[0])))


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
