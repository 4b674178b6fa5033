"""What differs between two texts, as rows to show side by side and as the lines ``patch`` takes."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from enum import StrEnum
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTEXT: Final = 3
NO_NEWLINE: Final = "\\ No newline at end of file"


class Kind(StrEnum):
    """What became of a row's line."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with its number, from 1, and without its end."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An old line beside the new one; one of them is None where a line was added or removed."""

    kind: Kind
    old: Line | None
    new: Line | None


def hunks(old: str, new: str, context: int = CONTEXT) -> tuple[tuple[Row, ...], ...]:
    """Return the rows that differ, with a few that do not around them; nothing where nothing differs."""
    before, after = _lines(old), _lines(new)
    groups = SequenceMatcher(None, before, after).get_grouped_opcodes(context)
    return tuple(tuple(row for step in group for row in _rows(step, before, after)) for group in groups)


def unified(old: str, new: str, name: str) -> str:
    """Return a diff as ``diff -u`` writes it; empty where nothing differs."""
    before, after = _lines(old), _lines(new)
    lines = unified_diff(before, after, f"a/{name}", f"b/{name}", n=CONTEXT)
    return "".join(line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}\n" for line in lines)


def _rows(step: tuple[str, int, int, int, int], before: list[str], after: list[str]) -> Iterator[Row]:
    """Yield the rows of one step from the old lines to the new."""
    tag, first, last, start, end = step
    olds = [_line(number, before) for number in range(first, last)]
    news = [_line(number, after) for number in range(start, end)]
    for old, new in zip_longest(olds, news):
        kind = Kind.SAME if tag == "equal" else Kind.CHANGED
        if old is None:
            kind = Kind.ADDED
        elif new is None:
            kind = Kind.REMOVED
        yield Row(kind=kind, old=old, new=new)


def _line(number: int, lines: list[str]) -> Line:
    return Line(number=number + 1, text=lines[number].rstrip("\r\n"))


def _lines(text: str) -> list[str]:
    """Split where TOML ends lines, and nowhere else; every line keeps its end."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
