"""The oldest uv that understands what a configuration uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_UV_WITH: Final = {
    "universal lock": "0.3.0",
    "named indexes": "0.4.23",
    "dependency groups": "0.4.27",
    "local versions": "0.5.0",
    "sources per extra or group": "0.5.3",
    "plain wheels beside local ones": "0.5.12",
    "required environments": "0.6.1",
}


def minimum_uv(features: Iterable[str]) -> str:
    """Return the version that first had all the features used."""
    return max((FIRST_UV_WITH[feature] for feature in features), key=Version)
