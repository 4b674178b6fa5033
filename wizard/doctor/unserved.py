"""Machines that ``environments`` or ``required-environments`` name one by one, and that no wheel of torch is for.

uv 0.13 resolves each environment by itself and refuses to lock where nothing has a wheel for it, under either setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.doctor.asking import UNKNOWN, admitted, asks
from wizard.doctor.conditions import ENVIRONMENTS, REQUIRED_ENVIRONMENTS, markers_listed, platforms_of
from wizard.doctor.wheels import installs, is_for_cards, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.asking import Ask
    from wizard.doctor.findings import Place
    from wizard.doctor.project import Project

NAMING: Final = (REQUIRED_ENVIRONMENTS, ENVIRONMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """A machine that is named, where it is, and what it asks for in vain."""

    place: Place
    platform: str
    ask: Ask


def unserved(project: Project, catalogue: Catalogue) -> Iterator[Unserved]:
    """Yield the machines named without a wheel, each once; Macs led to graphics cards' builds are another rule's."""
    seen: set[str] = set()
    for place, platform in _named(project, catalogue):
        ask = _in_vain(project, catalogue, platform)
        if ask and platform not in seen:
            seen.add(platform)
            yield Unserved(place=place, platform=platform, ask=ask)


def _named(project: Project, catalogue: Catalogue) -> Iterator[tuple[Place, str]]:
    for key in NAMING:
        for path, marker in markers_listed(project, key):
            named = platforms_of(marker, catalogue)
            if len(named) == 1:
                yield project.places[path], next(iter(named))


def _in_vain(project: Project, catalogue: Catalogue, platform: str) -> Ask | None:
    """Return what a machine asks for by some selection and gets for no Python."""
    by_selection: dict[object, list[Ask]] = {}
    for ask in asks(project, catalogue):
        if ask.platform == platform:
            by_selection.setdefault(ask.selected, []).append(ask)
    return next((asked[0] for asked in by_selection.values() if _is_in_vain(catalogue, asked)), None)


def _is_in_vain(catalogue: Catalogue, asked: list[Ask]) -> bool:
    is_mac = catalogue.platforms[asked[0].platform].sys_platform == "darwin"
    for ask in asked:
        if ask.accelerator == UNKNOWN or (is_mac and is_for_cards(catalogue, ask.accelerator)):
            return False
        if not admitted(ask.specifier, catalogue.newest_first):
            return False
        versions = admitted(ask.specifier, served(catalogue, ask.cell))
        if any(installs(catalogue, ask.cell, torch, ask.python) for torch in versions):
            return False
    return True
