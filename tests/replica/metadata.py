"""What a wheel says about itself: PEP 658 metadata, the same for all files of one build."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from packaging.version import Version

from tests.replica.dependencies import uploaded
from tests.replica.nightly import nightlies

HERE: Final = Path(__file__).parent
ACCELERATOR_KINDS: Final = {"cu": "cuda", "rocm": "rocm", "xpu": "xpu"}
TRITON_BUILDS: Final = frozenset(
    {"pytorch-triton", "pytorch-triton-rocm", "pytorch-triton-xpu", "triton-rocm", "triton-xpu"}
)
"""Packages whose metadata was not measured; they share that of the triton they were built from."""

Release = tuple[str, Version]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What one release requires: other packages, and a Python."""

    packages: tuple[str, ...] = ()
    python: str | None = None


def metadata(package: str, version: Version) -> str:
    """Write the METADATA of a build on one of PyTorch's indexes."""
    return _written(package, version, needs(package, version))


def pypi_metadata(package: str, version: Version) -> str:
    """Write the METADATA of PyPI's build, which for torch names triton and CUDA as PyPI's Linux wheel does."""
    measured = _measured().get((package, version), Needs())
    own = _on_pypi().get(version, ()) if package == "torch" else ()
    return _written(package, version, Needs(packages=(*measured.packages, *own), python=measured.python))


def _written(package: str, version: Version, needed: Needs) -> str:
    lines = ["Metadata-Version: 2.1", f"Name: {package}", f"Version: {version}"]
    if needed.python:
        lines.append(f"Requires-Python: {needed.python}")
    lines += [f"Requires-Dist: {requirement}" for requirement in needed.packages]
    return "\n".join(lines) + "\n"


@cache
def needs(package: str, version: Version) -> Needs:
    """Return what a build requires: its release's needs, and for torch the triton of its accelerator."""
    if (package, version) in _of_a_night():
        return _of_a_night()[package, version]
    measured_as = "triton" if package in TRITON_BUILDS else package
    release = Version(version.public)
    needed = _measured().get((measured_as, release), Needs())
    triton = _tritons().get((kind_of(version), release)) if package == "torch" else None
    return Needs(packages=(*needed.packages, triton), python=needed.python) if triton else needed


def kind_of(version: Version) -> str:
    """Return ``cuda``, ``rocm``, ``xpu``, or ``cpu`` for ``+cpu`` and for builds without a local version."""
    local = version.local or ""
    return next((kind for prefix, kind in ACCELERATOR_KINDS.items() if local.startswith(prefix)), "cpu")


@cache
def _measured() -> dict[Release, Needs]:
    entries: dict[str, dict[str, list[str] | str | None]] = json.loads((HERE / "requires.json").read_text())
    family = {_release(key): _needs(facts) for key, facts in entries.items()}
    return family | {(one.package, one.version): Needs(packages=one.packages, python=one.python) for one in uploaded()}


@cache
def _of_a_night() -> dict[Release, Needs]:
    return {(one.package, one.version): Needs(packages=one.packages, python=one.python) for one in nightlies()}


def _release(key: str) -> Release:
    package, version = key.split(" ")
    return package, Version(version)


def _needs(facts: dict[str, list[str] | str | None]) -> Needs:
    python = facts["python"]
    return Needs(packages=tuple(facts["requires"] or ()), python=python if isinstance(python, str) else None)


@cache
def _on_pypi() -> dict[Version, tuple[str, ...]]:
    found: dict[Version, tuple[str, ...]] = {}
    with (HERE / "pypi.csv").open(newline="") as source:
        for row in csv.DictReader(source):
            version = Version(row["torch"])
            found[version] = (*found.get(version, ()), row["requirement"])
    return found


@cache
def _tritons() -> dict[tuple[str, Version], str]:
    with (HERE / "triton.csv").open(newline="") as source:
        return {
            (row["kind"], Version(row["torch"])): f"{row['package']}{row['specifier']} ; {row['marker']}"
            for row in csv.DictReader(source)
        }
