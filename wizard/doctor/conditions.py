"""Where a marker is true: on a machine with a Python, on a machine with any, and on which machines there are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName
from packaging.version import InvalidVersion

from wizard.catalogue.environments import environment
from wizard.catalogue.facts import KNOWN_PYTHONS
from wizard.catalogue.remembering import per_catalogue
from wizard.doctor.remembering import once
from wizard.doctor.values import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.catalogue.facts import Catalogue, Platform
    from wizard.doctor.findings import Path
    from wizard.doctor.project import Project

ENVIRONMENTS: Final = "environments"
REQUIRED_ENVIRONMENTS: Final = "required-environments"


@lru_cache(maxsize=100_000)
def holds(marker: str, platform: Platform, python: str) -> bool:
    """Say whether a marker is true there; an empty one is, and one that is no marker is true nowhere."""
    if not marker.strip():
        return True
    try:
        return _parsed(marker).evaluate({**environment(platform, python), "extra": ""})
    except (InvalidMarker, InvalidVersion, UndefinedComparison, UndefinedEnvironmentName):
        return False


@lru_cache(maxsize=10_000)
def _parsed(marker: str) -> Marker:
    return Marker(marker)


@lru_cache(maxsize=10_000)
def covers(marker: str, platform: Platform) -> bool:
    """Say whether a marker is true on a platform for some Python."""
    return any(holds(marker, platform, python) for python in KNOWN_PYTHONS)


def platforms_of(marker: str, catalogue: Catalogue) -> frozenset[str]:
    """Return the platforms on which a marker is true; an empty marker is true on all."""
    return _platforms_of(catalogue, marker)


@per_catalogue(10_000)
def _platforms_of(catalogue: Catalogue, marker: str) -> frozenset[str]:
    return frozenset(slug for slug, platform in catalogue.platforms.items() if covers(marker, platform))


def on_systems(systems: Iterable[str]) -> str:
    """Return the marker that is true on operating systems, as ``sys_platform`` spells them."""
    return " or ".join(f"sys_platform == '{system}'" for system in systems)


def markers_listed(project: Project, key: str) -> Iterator[tuple[Path, str]]:
    """Yield the markers of ``environments`` or ``required-environments``, each with where it stands."""
    setting = project.settings.get(key)
    for position, marker in enumerate(listed(setting.value) if setting else ()):
        if setting and isinstance(marker, str):
            path = setting.place.path
            yield path if isinstance(setting.value, str) else (*path, position), marker


@once
def markers_of(project: Project, key: str) -> tuple[str, ...]:
    """Return the markers of ``environments`` or ``required-environments``."""
    return tuple(marker for _, marker in markers_listed(project, key))


@once
def platforms_in_scope(project: Project, catalogue: Catalogue) -> frozenset[str]:
    """Return the platforms a project is resolved for, as ``environments`` narrow them."""
    markers = [marker for marker in markers_of(project, ENVIRONMENTS) if marker]
    if not markers:
        return frozenset(catalogue.platforms)
    return frozenset().union(*(platforms_of(marker, catalogue) for marker in markers))
