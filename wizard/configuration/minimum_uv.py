"""The oldest uv that gives every machine the right build: measured, see ``tests/minimum_uv``."""

from __future__ import annotations

import csv
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLE: Final = Path(__file__).with_suffix(".csv")


class Feature(StrEnum):
    """What a configuration may ask of uv, each a row of the table."""

    UNIVERSAL_LOCK = "universal lock"
    EXTRA_INDEX_URL = "extra-index-url"
    FIND_LINKS_PER_MACHINE = "find-links for several machines"
    REQUIREMENTS_WITH_EXTRAS = "requirements with extras"
    FIND_LINKS_COMPANIONS = "find-links for several machines, with companions of torch"
    NAMED_INDEXES = "named indexes"
    DEPENDENCY_GROUPS = "dependency groups"
    LOCAL_VERSIONS = "local versions"
    SOURCES_PER_SELECTION = "sources per extra or group"
    VERSIONS_PER_PYTHON = "versions per Python"
    PLAIN_WHEELS = "plain wheels beside local ones"
    PLAIN_WHEELS_ON_THE_SAME_SYSTEM = "plain wheels beside local ones on the same system"
    BOUNDED_PLAIN_WHEELS_WITH_CONFLICTS = "plain wheels beside local ones, bounded, with conflicts"
    WITHOUT_DEFAULT_GROUPS = "no default groups"
    NIGHTLY_PLAIN_WHEELS_WITH_CONFLICTS = "plain nightlies beside local ones, with conflicts"
    REQUIRED_ENVIRONMENTS = "required environments"
    REQUIRED_WINDOWS = "required environments on Windows"
    REQUIRED_WINDOWS_ARM = "required environments on Windows on Arm"


def read_table() -> dict[Feature, dict[str, str]]:
    """Return the measured rows; the first line says what made them."""
    _, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    return {Feature(row.pop("feature")): row for row in csv.DictReader(lines)}


FIRST_UV_WITH: Final = {feature: row["version"] for feature, row in read_table().items()}


def minimum_uv(features: Iterable[Feature]) -> str:
    """Return the first release that is right with all the features used."""
    return max((FIRST_UV_WITH[feature] for feature in features), key=Version)
