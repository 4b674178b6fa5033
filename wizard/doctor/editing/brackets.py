"""Edits of what stands between brackets, the items of an array or the pairs of an inline table, in its own style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.doctor.editing.lines import Lines, Splice
from wizard.doctor.editing.outline import parts, tokens

if TYPE_CHECKING:
    from tree_sitter import Node

    from wizard.doctor.editing.writing import Style


@dataclass(frozen=True, slots=True)
class Brackets:
    """An array or an inline table: its items, and the comma behind each that has one."""

    lines: Lines
    node: Node

    @property
    def items(self) -> list[Node]:
        """The values or pairs, in order."""
        return parts(self.node)

    @property
    def closing(self) -> int:
        """Where the closing bracket stands."""
        return self.node.end_byte - 1

    def _comma(self, item: Node) -> Node | None:
        """Return the comma behind an item."""
        following = (token for token in tokens(self.node) if token.start_byte >= item.end_byte)
        found = next((token for token in following if token.type != "comment"), None)
        return found if found and found.type == "," else None

    def _end(self, item: Node) -> int:
        """Return where an item ends, with its comma."""
        comma = self._comma(item)
        return comma.end_byte if comma else item.end_byte

    def removed(self, position: int) -> list[Splice]:
        """Take out an item with its comma, and with its line where it has one of its own."""
        items = self.items
        item, last = items[position], position == len(items) - 1
        before = items[position - 1] if position else None
        end = self._end(item)
        own_line = self.lines.opens(item.start_byte) and self.lines.closes(end)
        if own_line:
            after = self.lines.after(end)
            found = [self.lines.without(self.lines.lead(item.start_byte, after), after)]
            if last and before and not self._comma(item) and (comma := self._comma(before)):
                found.append(Splice(start=comma.start_byte, end=comma.end_byte))
            return found
        return [self._squeezed(position, end)]

    def _squeezed(self, position: int, end: int) -> Splice:
        """Take an item out of a line it shares."""
        items = self.items
        item, last = items[position], position == len(items) - 1
        if not last and self.lines.start(items[position + 1].start_byte) == self.lines.start(item.start_byte):
            return Splice(start=item.start_byte, end=items[position + 1].start_byte)
        if position:
            before = items[position - 1]
            trailing = not last or self._comma(item)
            return Splice(start=self._end(before) if trailing else before.end_byte, end=end)
        if self.lines.data[self.node.start_byte + 1 : item.start_byte].strip(b" \t"):
            return Splice(start=item.start_byte, end=end)
        rest = self.lines.data[end : self.closing]
        return Splice(start=self.node.start_byte + 1, end=end + len(rest) - len(rest.lstrip(b" \t")))

    def inserted(self, position: int, text: str, style: Style) -> list[Splice]:
        """Add an item so that it stands at a position."""
        items = self.items
        if not items:
            return [self._first(text, style)]
        if position:
            return self._behind(items[position - 1], text, style)
        first = items[0]
        if self.lines.opens(first.start_byte):
            start = self.lines.start(first.start_byte)
            margin = self.lines.margin(start).decode()
            return [Splice(start=start, end=start, new=f"{margin}{text},{style.newline}".encode())]
        return [Splice(start=first.start_byte, end=first.start_byte, new=f"{text}, ".encode())]

    def _behind(self, item: Node, text: str, style: Style) -> list[Splice]:
        """Add an item behind another: below it if that has a line of its own, else beside it."""
        comma, end = self._comma(item), self._end(item)
        if not self.lines.opens(item.start_byte) or not (self.lines.closes(end) or end == self.closing):
            new = f" {text}," if comma else f", {text}"
            return [Splice(start=end, end=end, new=new.encode())]
        margin = self.lines.margin(item.start_byte).decode()
        line = f"{style.newline}{margin}{text}{',' if comma else ''}".encode()
        at = end if end == self.closing else self.lines.end(end)
        if comma:
            return [Splice(start=at, end=at, new=line)]
        if at == end:
            return [Splice(start=at, end=at, new=b"," + line)]
        return [Splice(start=end, end=end, new=b","), Splice(start=at, end=at, new=line)]

    def _first(self, text: str, style: Style) -> Splice:
        """Add the first item: below the comments that are there, else on a line of its own in an array."""
        inner = self.lines.data[self.node.start_byte + 1 : self.closing]
        margin = self.lines.margin(self.node.start_byte).decode()
        if inner.strip():
            start = self.lines.start(self.closing)
            comment = next(token for token in tokens(self.node) if token.type == "comment")
            if self.lines.opens(comment.start_byte):
                inner_margin = self.lines.margin(comment.start_byte).decode()
            else:
                inner_margin = margin + style.indent
            return Splice(start=start, end=start, new=f"{inner_margin}{text},{style.newline}".encode())
        if self.node.type == "array":
            new = f"{style.newline}{margin}{style.indent}{text},{style.newline}{margin}"
        else:
            new = f" {text} "
        return Splice(start=self.node.start_byte + 1, end=self.closing, new=new.encode())
