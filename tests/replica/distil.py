"""Distil the team's requirement data into what the replica serves: ``python -m tests.replica.distil SHARED_DATA``.

Run once per new measurement; the results, ``requires.json``, ``triton.csv`` and ``pypi.csv``, are committed.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.version import Version

from tests.replica.wheels import FIRST_HALF_KNOWN

HERE: Final = Path(__file__).parent
LEFT_OUT: Final = ("nvidia-", "cuda-toolkit", "cuda-bindings")
"""Requirements the replica drops: they only make resolving slow and decide nothing we judge."""
PREFERRED_PLATFORMS: Final = ("win_amd64", "manylinux_x86_64")
"""Platforms differ in spelling only, but torchvision 0.15.0 pins ``torch==2.0.0+cu117`` on PyPI's Linux wheel."""
COLUMNS: Final = ("torch", "kind", "package", "specifier", "marker")
LINUX: Final = 'platform_system == "Linux"'
LINUX_X86: Final = f'{LINUX} and platform_machine == "x86_64"'
LINUX_OR_WINDOWS: Final = f'{LINUX} or platform_system == "Windows"'
LAST_2_0: Final = Version("2.0.1")
FIRST_ANY_MACHINE: Final = Version("2.7.0")
"""From here CUDA builds exist for aarch64 too and ask for triton there (triton.csv: cu128 of 2.7.0)."""
NOISE: Final = re.compile(r"\+|^$")
"""Specifiers of overridden or unresolved locks: a local version, or none at all."""
ON_PYPI: Final = re.compile(r"triton|cuda-toolkit|nvidia-cuda-runtime")
"""What PyPI's Linux wheel of torch requires that tells its triton and its CUDA (note 30)."""


def main(shared: Path) -> None:
    """Write both tables next to this module."""
    measured = json.loads((shared / "requires.json").read_text())
    lines = [
        f"{json.dumps(f'{package} {version}')}: {json.dumps(_distilled(platforms))}"
        for package, versions in sorted(measured.items())
        for version, platforms in sorted(versions.items(), key=lambda item: Version(item[0]))
    ]
    (HERE / "requires.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    with (HERE / "pypi.csv").open("w", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(("torch", "requirement"))
        writer.writerows(_pypi_rows(measured["torch"]))
    with (shared / "triton.csv").open(newline="") as source, (HERE / "triton.csv").open("w", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_triton_rows(list(csv.DictReader(source))))


def _distilled(platforms: dict[str, Any]) -> dict[str, Any]:
    chosen = next((platforms[name] for name in PREFERRED_PLATFORMS if name in platforms), None)
    facts = chosen or next(iter(platforms.values()))
    requirements = [Requirement(text) for text in facts["requires_dist"]]
    kept = [str(one) for one in requirements if not one.name.startswith((*LEFT_OUT, "triton")) and not _optional(one)]
    return {"requires": sorted(kept), "python": facts["requires_python"]}


def _pypi_rows(versions: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the telling requirements as they are written, release by release."""
    return [
        (version, requirement)
        for version in sorted(versions, key=Version)
        for requirement in versions[version]["manylinux_x86_64"]["requires_dist"]
        if ON_PYPI.match(requirement)
    ]


def _optional(requirement: Requirement) -> bool:
    return "extra" in str(requirement.marker or "")


def _triton_rows(rows: list[dict[str, str]]) -> list[tuple[str, ...]]:
    """Return one row per release and kind; the CUDA rows come from PyPI's metadata, the others from locks."""
    found: list[tuple[str, ...]] = []
    releases = sorted({Version(row["torch"]) for row in rows if Version(row["torch"]) < FIRST_HALF_KNOWN["torch"]})
    for release in releases:
        mine = [row for row in rows if row["torch"] == str(release) and not NOISE.search(row["specifier"])]
        cuda = next(row for row in mine if row["backend"] == "pypi" and row["evidence"] == "metadata")
        marker = cuda["marker"]
        if release >= FIRST_ANY_MACHINE:
            marker = marker.replace(LINUX_X86, LINUX)
        found.append((str(release), "cuda", "triton", cuda["specifier"], marker))
        found.append((str(release), "rocm", *_rocm(release, mine, cuda), marker))
        xpu = next((row for row in mine if row["backend"] == "xpu"), None)
        if xpu:
            machines = LINUX_OR_WINDOWS if release >= FIRST_ANY_MACHINE else LINUX_X86
            found.append((str(release), "xpu", xpu["package"], xpu["specifier"], machines))
    return [*found, ("2.7.0", "xpu", "pytorch-triton-xpu", "==3.3.0", LINUX_OR_WINDOWS)]


def _rocm(release: Version, rows: list[dict[str, str]], cuda: dict[str, str]) -> tuple[str, ...]:
    seen = next((row for row in rows if row["backend"].startswith("rocm")), cuda)
    package = "pytorch-triton-rocm" if release < Version("2.10") else "triton-rocm"
    specifier = ">=2.0.0,<2.1" if release <= LAST_2_0 else seen["specifier"]
    return package, specifier


if __name__ == "__main__":
    main(Path(sys.argv[1]))
