"""Where the TOML of a file stands: the whole of it, or the comments of a script's header (PEP 723)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BOM: Final = "\ufeff"
OPENS: Final = "# /// script"
CLOSES: Final = "# ///"
EMPTY: Final = "#"
PREFIX: Final = "# "


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A file around its TOML: what stands before and after, and where its first line is."""

    before: str
    toml: str
    after: str
    is_script: bool

    @property
    def lines_before(self) -> int:
        """How many lines of the file come before the TOML's first."""
        return self.before.count("\n")

    def around(self, toml: str) -> str:
        """Return the file with other TOML in it."""
        return f"{self.before}{_commented(toml) if self.is_script else toml}{self.after}"

    def position(self, line: int, column: int) -> tuple[int, int]:
        """Return where a position of the TOML, line and column from 1, is in the file."""
        return line + self.lines_before, column + self._shift(line)

    def _shift(self, line: int) -> int:
        if self.is_script:
            return len(PREFIX)
        return len(self.before) if line == 1 else 0


def frame_of(text: str) -> Frame:
    """Return what is around a file's TOML: a script's code, or nothing but a byte order mark."""
    return _script(text) or _whole(text)


def _whole(text: str) -> Frame:
    mark = BOM if text.startswith(BOM) else ""
    return Frame(before=mark, toml=text.removeprefix(BOM), after="", is_script=False)


def _script(text: str) -> Frame | None:
    """Return the frame of a script's header; it ends at the last closing line among the comments that follow."""
    lines = text.removeprefix(BOM).split("\n")
    bare = [line.removesuffix("\r") for line in lines]
    if OPENS not in bare:
        return None
    first = bare.index(OPENS) + 1
    last = first
    while last < len(bare) and (bare[last] == EMPTY or bare[last].startswith(PREFIX)):
        last += 1
    closing = [number for number in range(first, last) if bare[number] == CLOSES]
    if not closing:
        return None
    mark = BOM if text.startswith(BOM) else ""
    return Frame(
        before=mark + "".join(f"{line}\n" for line in lines[:first]),
        toml="".join(f"{_uncommented(line)}\n" for line in lines[first : closing[-1]]),
        after="\n".join(lines[closing[-1] :]),
        is_script=True,
    )


def _uncommented(line: str) -> str:
    """Return a comment's TOML; blanks of an empty line stay, so that the way back finds them."""
    rest = line.removeprefix(EMPTY)
    return line.removeprefix(PREFIX) if rest.strip() else rest


def _commented(toml: str) -> str:
    """Write TOML as comments, as PEP 723 does: an empty line is a lone ``#``."""
    lines = toml.removesuffix("\n").split("\n") if toml else []
    return "".join(f"{PREFIX if line.strip() else EMPTY}{line}\n" for line in lines)
