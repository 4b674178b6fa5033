"""Reads the data files that ship with the project: plain rows, no database."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA: Final = Path(__file__).parent / "data"
FILES: Final = (
    "platforms.toml",
    "accelerators.toml",
    "packages.toml",
    "releases.csv",
    "availability.csv",
    "triton.csv",
    "wheels.csv",
)


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a curated TOML table."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of an observed CSV file."""
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def checksum() -> str:
    """Return the SHA-256 over all shipped files, so that the same files are not loaded twice."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(name.encode() + b"\0" + (DATA / name).read_bytes())
    return digest.hexdigest()
