"""What torch requires besides its family, as PyTorch's indexes list it: copies of PyPI's pages, and files put up once.

Read off recorded pages of ``/whl/cpu`` and ``/whl/cu130`` (January 2026, sonatype-nexus-community/pytorch-pypi),
installation logs, and ``s3_management/manage_v2.py`` of pytorch/test-infra, which makes the pages.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from packaging.version import Version

TABLE: Final = Path(__file__).with_name("dependencies.csv")
"""Files put up once. ``inferred``: lit is a source distribution there; of markupsafe 3.0.3 two wheels were seen, and
3.0.4 stands in for the source distribution that Python 3.15 would build."""
COPIED: Final = frozenset(
    {
        "filelock",
        "fsspec",
        "intel-openmp",
        "mkl",
        "mpmath",
        "networkx",
        "numpy",
        "pillow",
        "sympy",
        "tbb",
        "typing-extensions",
    }
)
"""Packages whose page is PyPI's own, unfiltered (``PACKAGE_LINKS_ALLOW_LIST``), as far as torch needs them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A release that lies at the ``/whl/`` root, and the tags of its files."""

    package: str
    version: Version
    python: str | None
    packages: tuple[str, ...]
    tags: tuple[str, ...]


@cache
def uploaded() -> tuple[Uploaded, ...]:
    """Read the table once."""
    with TABLE.open(newline="") as source:
        return tuple(_uploaded(row) for row in csv.DictReader(source))


def _uploaded(row: dict[str, str]) -> Uploaded:
    pythons, platforms = row["pythons"].split(), row["platforms"].split()
    return Uploaded(
        package=row["package"],
        version=Version(row["version"]),
        python=row["requires_python"] or None,
        packages=tuple(filter(None, row["requires"].split(";"))),
        tags=tuple(f"{python}-{_abi(python)}-{platform}" for python in pythons for platform in platforms),
    )


def _abi(python: str) -> str:
    return python if python.startswith("cp") else "none"
