"""Which files the replica offers: the shipped catalogue without PyPI, without removed and half-known ones.

Beside them stand the files of torch's dependencies that lie on PyTorch's own host, and the nightly indexes.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.version import Version

from tests.replica.dependencies import uploaded
from tests.replica.nightly import nightlies
from wizard.catalogue.facts import SEEN_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUE: Final = Path(__file__).parents[2] / "wizard" / "catalogue" / "data" / "wheels.csv"
FIRST_HALF_KNOWN: Final = {
    "torch": Version("2.14"),
    "torchvision": Version("0.29"),
    "triton": Version("3.8"),
    "triton-rocm": Version("3.8"),
    "triton-xpu": Version("3.8"),
}
"""Releases from here on are known by single files only, so a missing file proves nothing."""
FIRST_TRITON_INFERRED: Final = Version("3.7")
"""From here on no page was seen whole. PyTorch tells people to install with ``--index-url`` alone and its Linux builds
require triton, so the indexes must list it; that its files are those of PyPI holds for every release seen."""


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
    """Read the catalogue once; every index lists what is hosted at the root, as PyTorch's do (note 1)."""
    with CATALOGUE.open(newline="") as source:
        rows = list(csv.DictReader(source))
    seen = {_machine(row) for row in rows if row["evidence"] in SEEN_IN}
    wheels = [_wheel(row) for row in rows if _is_offered(row) and (_machine(row) in seen or "triton" in row["package"])]
    at_root = {wheel.filename: wheel for wheel in wheels if wheel.hosted_at_root and "triton" in wheel.package}
    indexes = dict.fromkeys(wheel.index for wheel in wheels)
    own = {(row["index"], *_triton_for(row)) for row in rows}
    inferred = [
        replace(_wheel(row), index=index, hosted_at_root=True)
        for row in rows
        if _is_inferred(row)
        for index in indexes
        if (index, *_triton_for(row)) not in own
    ]
    everywhere = (*at_root.values(), *_dependencies())
    repeated = (replace(wheel, index=index) for index in indexes for wheel in everywhere)
    every = (*wheels, *inferred, *repeated, *_nightlies())
    return tuple({(wheel.index, wheel.filename): wheel for wheel in every}.values())


def _is_offered(row: dict[str, str]) -> bool:
    return row["index"] != "pypi" and row["removed"] != "yes" and not is_half_known(row["package"], row["version"])


def _machine(row: dict[str, str]) -> tuple[str, ...]:
    """Return what a file is for: where nobody saw one, only heard of it, the others are missing here too."""
    return row["index"], row["package"], row["version"], row["platform_tag"]


def _is_inferred(row: dict[str, str]) -> bool:
    inferred = (row["index"], row["package"]) == ("pypi", "triton") and Version(row["version"]) >= FIRST_TRITON_INFERRED
    return inferred and not is_half_known(row["package"], row["version"])


def _triton_for(row: dict[str, str]) -> tuple[str, ...]:
    """Return which Python and machine a file of a release is for, however its platform tag spells that."""
    machine = next((one for one in ("aarch64", "x86_64") if one in row["platform_tag"]), row["platform_tag"])
    return row["package"], row["version"], row["python_tag"], row["abi_tag"], machine


def is_half_known(package: str, version: str) -> bool:
    """Say whether a release would win a ``>=`` resolution and then lack wheels (data/README.md)."""
    first = FIRST_HALF_KNOWN.get(package)
    return first is not None and Version(version) >= first


def filename_of(row: dict[str, str]) -> str:
    """Return the name of a row's file."""
    name = row["package"].replace("-", "_")
    parts = (name, row["version"], row["build_tag"], row["python_tag"], row["abi_tag"], row["platform_tag"])
    return "-".join(part for part in parts if part) + ".whl"


def _wheel(row: dict[str, str]) -> OfferedWheel:
    return OfferedWheel(
        index=row["index"],
        package=row["package"],
        version=Version(row["version"]),
        filename=filename_of(row),
        hosted_at_root=row["listed_from_root"] == "yes",
    )


def _dependencies() -> Iterator[OfferedWheel]:
    for release in uploaded():
        for tags in release.tags:
            yield OfferedWheel(
                index="",
                package=release.package,
                version=release.version,
                filename=f"{release.package.replace('-', '_')}-{release.version}-{tags}.whl",
                hosted_at_root=True,
            )


def _nightlies() -> Iterator[OfferedWheel]:
    """Yield the nightly indexes, which list torch's dependencies too, but no release."""
    for build in nightlies():
        for tags in build.tags:
            yield OfferedWheel(
                index=build.index,
                package=build.package,
                version=build.version,
                filename=f"{build.package.replace('-', '_')}-{build.version}-{tags}.whl",
                hosted_at_root=False,
            )
    for index in {build.index for build in nightlies()}:
        yield from (replace(wheel, index=index) for wheel in _dependencies())
