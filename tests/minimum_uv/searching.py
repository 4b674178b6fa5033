"""Which release is the first that is right, and stays right."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NEXT: Final = 10
"""How many releases after the first right one are tried, besides the last of every minor version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The first right release, the one before with how it fails, and what failed after an earlier right one."""

    version: str
    before: str
    failure: str
    regressed: tuple[str, ...] = ()


def search(releases: Sequence[str], failure: Callable[[str], str]) -> Found:
    """Find the first release, oldest first, from which on none of those tried fails; the newest must not."""
    assert not failure(releases[-1]), failure(releases[-1])
    wrong = -1
    regressed: list[str] = []
    while True:
        first = _bisected(releases, wrong, failure)
        later = [position for position in _sampled(releases, first) if failure(releases[position])]
        if not later:
            before = releases[first - 1]
            return Found(version=releases[first], before=before, failure=failure(before), regressed=tuple(regressed))
        wrong = later[-1]
        regressed.append(releases[wrong])


def _bisected(releases: Sequence[str], wrong: int, failure: Callable[[str], str]) -> int:
    right = len(releases) - 1
    while right - wrong > 1:
        middle = (wrong + right) // 2
        wrong, right = (middle, right) if failure(releases[middle]) else (wrong, middle)
    return right


def _sampled(releases: Sequence[str], first: int) -> Iterator[int]:
    """Yield what is tried after the first right release: its successors, and the last patch of each minor."""
    minors = [Version(release).release[:2] for release in releases]
    last_patches = {position for position, (one, following) in enumerate(pairwise(minors)) if one != following}
    for position in range(first + 1, len(releases)):
        if position <= first + NEXT or position in last_patches:
            yield position
