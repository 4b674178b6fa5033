"""Which files the replica offers: the shipped catalogue without PyPI, without removed and half-known ones."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from packaging.version import Version

CATALOGUE: Final = Path(__file__).parents[2] / "wizard" / "catalogue" / "data" / "wheels.csv"
FIRST_HALF_KNOWN: Final = {
    "torch": Version("2.14"),
    "torchvision": Version("0.29"),
    "triton": Version("3.8"),
    "triton-rocm": Version("3.8"),
    "triton-xpu": Version("3.8"),
}
"""Releases from here on are known by single files only, so a missing file proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedWheel:
    """One file as an index page lists it."""

    index: str
    package: str
    version: Version
    filename: str
    hosted_at_root: bool

    @property
    def path(self) -> str:
        """Return where the file lies below ``/whl/``, unescaped."""
        return self.filename if self.hosted_at_root else f"{self.index}/{self.filename}"


@cache
def offered_wheels() -> tuple[OfferedWheel, ...]:
    """Read the catalogue once; every index lists the triton files hosted at the root, as PyTorch's do (note 1)."""
    with CATALOGUE.open(newline="") as source:
        wheels = [_wheel(row) for row in csv.DictReader(source) if _is_offered(row)]
    at_root = {wheel.filename: wheel for wheel in wheels if wheel.hosted_at_root and "triton" in wheel.package}
    indexes = dict.fromkeys(wheel.index for wheel in wheels)
    repeated = (replace(wheel, index=index) for index in indexes for wheel in at_root.values())
    return tuple({(wheel.index, wheel.filename): wheel for wheel in (*wheels, *repeated)}.values())


def _is_offered(row: dict[str, str]) -> bool:
    return row["index"] != "pypi" and row["removed"] != "yes" and not is_half_known(row["package"], row["version"])


def is_half_known(package: str, version: str) -> bool:
    """Say whether a release would win a ``>=`` resolution and then lack wheels (data/README.md)."""
    first = FIRST_HALF_KNOWN.get(package)
    return first is not None and Version(version) >= first


def _wheel(row: dict[str, str]) -> OfferedWheel:
    name = row["package"].replace("-", "_")
    parts = (name, row["version"], row["build_tag"], row["python_tag"], row["abi_tag"], row["platform_tag"])
    return OfferedWheel(
        index=row["index"],
        package=row["package"],
        version=Version(row["version"]),
        filename="-".join(part for part in parts if part) + ".whl",
        hosted_at_root=row["listed_from_root"] == "yes",
    )
