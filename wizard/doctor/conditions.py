"""Whether a marker holds: on which machine, with which Python."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName
from packaging.version import InvalidVersion

from wizard.catalogue.environments import environment

if TYPE_CHECKING:
    from wizard.catalogue.facts import Platform


@lru_cache(maxsize=100_000)
def holds(marker: str, platform: Platform, python: str) -> bool:
    """Say whether a marker holds there; an empty one does, and one that is no marker holds nowhere."""
    if not marker:
        return True
    try:
        return Marker(marker).evaluate({**environment(platform, python), "extra": ""})
    except (InvalidMarker, InvalidVersion, UndefinedComparison, UndefinedEnvironmentName):
        return False
