"""Edits of whole sections, a header with its keys, and of the lines that hold one key each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.doctor.editing.lines import Lines, Splice

if TYPE_CHECKING:
    from wizard.doctor.editing.outline import Outline, Pair, Section
    from wizard.doctor.editing.writing import Style
    from wizard.doctor.findings import Path

NEIGHBOURS: Final = {"dependency-groups": ("project",)}


@dataclass(frozen=True, slots=True)
class Headers:
    """A text's sections, to be added to or taken from."""

    lines: Lines
    outline: Outline
    style: Style

    def without_pair(self, pair: Pair) -> Splice:
        """Take out a key with its lines and the comment that belongs to it."""
        after = self.lines.after(pair.node.end_byte)
        return self.lines.without(self.lines.lead(pair.node.start_byte, after), after)

    def without_section(self, section: Section) -> Splice:
        """Take out a header and its keys, with the comment that belongs to it."""
        return self.lines.without(self._lead(section), self.lines.after(self._end(section)))

    def is_bare(self, section: Section) -> bool:
        """Whether nothing but the header is left of a section."""
        end = self._end(section)
        comments = [child for child in section.node.children if child.type == "comment"]
        return not section.pairs and all(comment.start_byte > end for comment in comments)

    def with_pair(self, section: Section, text: str, *, behind: Pair | None = None) -> Splice:
        """Add a key's lines to a section, behind one of its keys or the last of them."""
        last = behind or (section.pairs[-1] if section.pairs else None)
        if last or section.headed:
            at = self.lines.end(last.node.end_byte if last else section.header.end_byte)
            return Splice(start=at, end=at, new=(self.style.newline + text).encode())
        at = self._lead(self.outline.sections[1]) if len(self.outline.sections) > 1 else len(self.lines.data)
        after = self.style.newline * (2 if at < len(self.lines.data) else 1)
        return Splice(start=at, end=at, new=(text + after).encode())

    def margin(self, section: Section) -> str:
        """Return what a section's keys are indented by."""
        return self.lines.margin(section.pairs[-1].node.start_byte).decode() if section.pairs else ""

    def with_section(self, path: Path, text: str) -> Splice:
        """Add a section: before what belongs below it, else behind its nearest relatives, else at the end."""
        if below := next(self.outline.under(path), None):
            at = self._lead(below)
            return Splice(start=at, end=at, new=(text + self.style.newline * (1 + self._gap(below))).encode())
        return self._behind(self._relative(path), text)

    def with_block(self, path: Path, position: int, text: str) -> Splice:
        """Add a ``[[block]]`` before the one at a position, or behind the last."""
        if position < self.outline.blocks(path):
            return self.with_section((*path, position), text)
        return self._behind(list(self.outline.under(path))[-1], text)

    def _relative(self, path: Path) -> Section:
        """Return the last section that shares the most with a path."""
        for length in range(len(path) - 1, 0, -1):
            if path[:length] != ("tool",) and (found := list(self.outline.under(path[:length]))):
                return found[-1]
        neighbours = list(self.outline.under(NEIGHBOURS.get(str(path[0]), path)))
        return (neighbours or self.outline.sections)[-1]

    def _behind(self, section: Section, text: str) -> Splice:
        at = self._end(section)
        if not self.lines.data[:at].strip():
            return Splice(start=at, end=at, new=(text + self.style.newline).encode())
        following = next((other for other in self.outline.sections if self._start(other) > at), section)
        return Splice(start=at, end=at, new=(self.style.newline * (1 + self._gap(following)) + text).encode())

    def _start(self, section: Section) -> int:
        return section.node.start_byte if section.headed else 0

    def _lead(self, section: Section) -> int:
        return self.lines.lead(self._start(section), len(self.lines.data))

    def _gap(self, section: Section) -> int:
        """Return how many blank lines stand before a section."""
        start = self._lead(section)
        if not self.lines.data[:start].strip():
            return 1
        gap = 0
        while self.lines.is_blank(start - 1):
            start, gap = self.lines.start(start - 1), gap + 1
        return gap

    def _end(self, section: Section) -> int:
        """Return where a section ends: at its last key, or at the comments that touch that and not the next header."""
        if section.pairs or section.headed:
            at = self.lines.end(section.pairs[-1].node.end_byte if section.pairs else section.header.end_byte)
        else:
            comments = [child for child in section.node.children if child.type == "comment"]
            return comments[-1].end_byte if comments else 0
        end = at
        while (start := self.lines.after(end)) < len(self.lines.data):
            line = self.lines.data[start : self.lines.end(start)].strip()
            if not line.startswith(b"#"):
                return at if line.startswith(b"[") else end
            end = self.lines.end(start)
        return end
