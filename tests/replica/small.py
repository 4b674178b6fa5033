"""A few indexes with what is new on them: most of what a sync does shows there, in a tenth of the time."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from packaging.version import Version

from tests.replica.complete import published

if TYPE_CHECKING:
    from tests.replica.complete import Row

INDEXES: Final = ("pypi", "cu130", "cu132", "rocm7.1", "xpu")
OLDEST: Final = {"torch": "2.10", "torchvision": "0.25", "torchaudio": "2.10", "triton": "3.6"}
"""Of PyPI's many files these."""


@cache
def small() -> tuple[Row, ...]:
    """Return the shipped rows that are left."""
    return tuple(row for row in published() if is_small(row))


def is_small(row: Row) -> bool:
    """Say whether a row is one of the few: no triton from the root, which every index would list."""
    if row["index"] not in INDEXES or (row["listed_from_root"] == "yes" and "triton" in row["package"]):
        return False
    return row["index"] != "pypi" or _is_new(row)


def _is_new(row: Row) -> bool:
    oldest = OLDEST.get(row["package"])
    return oldest is not None and Version(row["version"]) >= Version(oldest)
