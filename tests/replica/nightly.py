"""PyTorch's nightly indexes, for the most part made up: ``lock file`` marks the names that were seen, of June 2026.

What is made up follows them: every torch pins the triton of its commit, and every torchvision the torch of the day
before, so that the newest torch has no torchvision yet, and the torch of the oldest torchvision is gone.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from packaging.version import Version

TABLE: Final = Path(__file__).with_name("nightly.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nightly:
    """One build of one night on some platforms, and the tags of its files."""

    index: str
    package: str
    version: Version
    python: str
    packages: tuple[str, ...]
    tags: tuple[str, ...]


@cache
def nightlies() -> tuple[Nightly, ...]:
    """Read the table once."""
    with TABLE.open(newline="") as source:
        return tuple(_nightly(row) for row in csv.DictReader(source))


def _nightly(row: dict[str, str]) -> Nightly:
    pythons, platforms = row["pythons"].split(), row["platforms"].split()
    return Nightly(
        index=row["index"],
        package=row["package"],
        version=Version(row["version"]),
        python=row["requires_python"],
        packages=tuple(filter(None, row["requires"].split(";;"))),
        tags=tuple(f"{python}-{python}-{platform}" for python in pythons for platform in platforms),
    )
