"""The lines of a text around a place: where they begin and end, what is blank and which comment belongs to what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

BLANKS: Final = b" \t"
COMMENTED_OUT: Final = re.compile(rb"""#\s*(\[|["'{]|[\w."-]+\s*=\s*["'\[{\d]|[\w."-]+\s*=\s*(true|false)\b)""")
BANNER: Final = re.compile(rb"#\s*([-=#*~_])\1{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """Replace the bytes from ``start`` to ``end``."""

    start: int
    end: int
    new: bytes = b""


@dataclass(frozen=True, slots=True)
class Lines:
    """A text's bytes, asked by position."""

    data: bytes

    def start(self, at: int) -> int:
        """Return where the line around a position begins."""
        return self.data.rfind(b"\n", 0, at) + 1

    def end(self, at: int) -> int:
        """Return where the line around a position ends, before its newline."""
        found = self.data.find(b"\n", at)
        if found < 0:
            return len(self.data)
        return found - self.data.endswith(b"\r", 0, found)

    def after(self, at: int) -> int:
        """Return where the next line begins."""
        found = self.data.find(b"\n", at)
        return len(self.data) if found < 0 else found + 1

    def margin(self, at: int) -> bytes:
        """Return what a line is indented by."""
        start = self.start(at)
        line = self.data[start : self.end(start)]
        return line[: len(line) - len(line.lstrip(BLANKS))]

    def opens(self, at: int) -> bool:
        """Whether nothing but blanks stands before a position on its line."""
        return not self.data[self.start(at) : at].strip(BLANKS)

    def closes(self, at: int) -> bool:
        """Whether nothing but a comment follows a position on its line."""
        rest = self.data[at : self.end(at)].strip(BLANKS)
        return not rest or rest.startswith(b"#")

    def is_blank(self, at: int) -> bool:
        """Whether the line around a position says nothing."""
        start = self.start(at)
        return not self.data[start : self.end(start)].strip()

    def lead(self, at: int, until: int) -> int:
        """Return where the comment above a line begins which belongs to it, or the line itself.

        Comments that touch the line belong to it; one that heads more than it (the next thing touches it as well,
        from ``until`` on) does not, nor do banners and what was commented out.
        """
        start = self.start(at)
        if until < len(self.data) and self._says(until):
            return start
        while start > 0:
            above = self.start(start - 1)
            line = self.data[above : self.end(above)].strip()
            if not line.startswith(b"#") or COMMENTED_OUT.match(line) or BANNER.match(line):
                break
            start = above
        return start

    def _says(self, at: int) -> bool:
        """Whether a line holds something that a comment above could be about."""
        line = self.data[at : self.end(at)].strip()
        return bool(line) and line[:1] not in b"#[]}"

    def without(self, start: int, end: int) -> Splice:
        """Take out whole lines, and the blank ones that would be left over."""
        before = start == 0 or self.is_blank(start - 1)
        while before and end < len(self.data) and self.is_blank(end):
            end = self.after(end)
        if end == len(self.data):
            while start > 0 and self.is_blank(start - 1):
                start = self.start(start - 1)
            if not self.data.endswith(b"\n"):
                start = self.end(start - 1) if start else 0
        return Splice(start=start, end=end)


def spliced(data: bytes, splices: list[Splice]) -> bytes:
    """Carry out splices that do not overlap."""
    for splice in sorted(splices, key=lambda found: found.start, reverse=True):
        data = data[: splice.start] + splice.new + data[splice.end :]
    return data
