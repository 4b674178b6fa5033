"""Whether two markers can be true at once, as uv sees it: on any machine that could be written, not only real ones."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, product
from typing import TYPE_CHECKING, Final

from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName

from wizard.catalogue.environments import SYSTEMS
from wizard.catalogue.facts import KNOWN_PYTHONS

if TYPE_CHECKING:
    from collections.abc import Iterator

ANOTHER: Final = "another"
"""Stands for every value that no marker names."""
EVERY_SYSTEM: Final = {**SYSTEMS, ANOTHER: ("posix", ANOTHER)}
FREE: Final = (
    "platform_machine",
    "platform_release",
    "platform_version",
    "implementation_name",
    "platform_python_implementation",
)
"""What can be anything: each value the markers write is tried, and one that none of them writes."""
LITERAL: Final = re.compile(r"""'([^']*)'|"([^"]*)\"""")
FULL_VERSION: Final = re.compile(r"\d+\.\d+\.\d+")
MOST: Final = 1_000
"""More environments than any two markers need that people write; beyond, nothing is claimed."""


@lru_cache(maxsize=4_000)
def overlap(one: str, other: str) -> bool:
    """Say whether an environment meets both; all meet an empty marker, none is said to meet what is no marker."""
    try:
        markers = [Marker(text) for text in (one, other) if text.strip()]
        tried = _environments(f"{one} {other}")
        return any(all(marker.evaluate(environment) for marker in markers) for environment in tried)
    except (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName):
        return False


def _environments(text: str) -> Iterator[dict[str, str]]:
    """Yield every combination of values worth trying for the markers in a text."""
    literals = list(dict.fromkeys(chain.from_iterable(found for found in LITERAL.findall(text))))
    pythons = [f"{python}.0" for python in KNOWN_PYTHONS] + [one for one in literals if FULL_VERSION.fullmatch(one)]
    values = [[*literals, ANOTHER] if key in text else [ANOTHER] for key in FREE]
    tried = len(EVERY_SYSTEM) * len(pythons)
    for some in values:
        tried *= len(some)
    if tried > MOST:
        return
    for system, python in product(EVERY_SYSTEM, pythons):
        for free in product(*values):
            yield _environment(system, python) | dict(zip(FREE, free, strict=True))


def _environment(sys_platform: str, python: str) -> dict[str, str]:
    """Return marker values of a system that may have no platform in the catalogue, with one patch of a Python."""
    os_name, platform_system = EVERY_SYSTEM[sys_platform]
    return {
        "sys_platform": sys_platform,
        "platform_system": platform_system,
        "os_name": os_name,
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
        "implementation_version": python,
        "extra": "",
    }
