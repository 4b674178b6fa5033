"""Edits a TOML text so that whatever an edit is not about stays as it is, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from wizard.doctor.editing.adding import Adding, CannotEdit
from wizard.doctor.editing.brackets import Brackets
from wizard.doctor.editing.headers import Headers
from wizard.doctor.editing.lines import Lines, Splice
from wizard.doctor.editing.outline import BRACKETS, TABLE, Outline, Pair, Section, Spot, parts
from wizard.doctor.editing.writing import Style, flat, like
from wizard.doctor.tables import UV

if TYPE_CHECKING:
    from wizard.doctor.findings import Path
WIDEST: Final = 120


class Draft:
    """A TOML text under edit; ``text`` is what it says now, and every edit is seen by the next."""

    def __init__(self, text: str) -> None:
        self._style = Style.of(text)
        self._look_at(Outline(text.encode()))

    @property
    def text(self) -> str:
        """What the file says now."""
        return self._lines.data.decode()

    def value(self, path: Path) -> object:
        """Return what stands at a path as plain Python, None where nothing does."""
        return self._outline.plain(path)

    def put(self, path: Path, value: object) -> None:
        """Make a path say a value: what says it already stays; only the rest is replaced, added or taken out."""
        if not self._outline.has(path):
            self._add(path, value)
        elif self.value(path) != value:
            self._change(path, value)

    def remove(self, path: Path) -> None:
        """Take out a key, an item of a list, a table or a block, with the comment that belongs to it.

        Items behind a removed one move up by one: remove the last first. A path that is not there is left alone.
        A header that loses its last key goes, too; so does what is empty then under ``[tool.uv]``.
        """
        spot = self._outline.spot(path)
        if spot and spot.brackets:
            self._splice(*Brackets(self._lines, spot.brackets).removed(spot.position))
        else:
            self._cut(path)
        self._prune(path[:-1])

    def append(self, path: Path, value: object) -> None:
        """Add an item at the end of a list, in the list's own style; made where missing.

        A mapping appended to ``[[blocks]]`` becomes a new block; a lone table, as in sources, becomes a list of two.
        """
        spot = self._outline.spot(path)
        if not self._outline.has(path):
            self._add(path, [value])
        elif spot and spot.node.type == "array":
            self._add((*path, len(parts(spot.node))), value)
        elif spot and spot.node.type == "inline_table":
            self._enlist(spot, value)
        elif spot:
            raise CannotEdit(path)
        elif self._outline.blocks(path):
            self._add((*path, self._outline.blocks(path)), value)
        else:
            both = [self.value(path), value]
            self._cut(path)
            self._add(path, both)

    def _splice(self, *splices: Splice) -> None:
        self._look_at(self._outline.edited(list(splices)))

    def _look_at(self, outline: Outline) -> None:
        self._outline, self._lines = outline, Lines(outline.data)
        self._headers = Headers(self._lines, outline, self._style)

    def _change(self, path: Path, value: object) -> None:
        """Make something that is there say something else."""
        spot, old = self._outline.spot(path), self.value(path)
        if isinstance(old, dict) and isinstance(value, Mapping) and value:
            for key, item in value.items():
                self.put((*path, key), item)
            for key in old.keys() - value.keys():
                self.remove((*path, key))
        elif isinstance(old, list) and isinstance(value, list) and old and value and self._holds(spot, value):
            self._align(path, old, value)
        elif spot:
            self._splice(self._replacement(spot, value))
        else:
            self._cut(path)
            self._add(path, value)

    def _replacement(self, spot: Spot, value: object) -> Splice:
        old = self._lines.data[spot.node.start_byte : spot.node.end_byte].decode()
        new = like(value, old)
        if spot.pair and isinstance(value, list):
            new = self._style.spread(value, self._lines.margin(spot.pair.node.start_byte).decode())
        return Splice(start=spot.node.start_byte, end=spot.node.end_byte, new=new.encode())

    def _holds(self, spot: Spot | None, value: list[object]) -> bool:
        """Whether a list can say something else in its own style: blocks hold only tables, one line only so much."""
        if not spot:
            return all(isinstance(item, Mapping) for item in value)
        if not spot.pair or b"\n" in (spot.node.text or b""):
            return True
        start = self._lines.start(spot.node.start_byte)
        return spot.node.start_byte - start + len(flat(value)) <= WIDEST

    def _align(self, path: Path, old: list[object], new: list[object]) -> None:
        """Change, add and take out items of a list, from the last to the first; equal ones stay where they are."""
        steps = SequenceMatcher(None, [*map(repr, old)], [*map(repr, new)], autojunk=False).get_opcodes()
        for tag, start, end, first, last in reversed(steps):
            if tag == "equal":
                continue
            common = min(end - start, last - first)
            for position in reversed(range(start + common, end)):
                self.remove((*path, position))
            for item in reversed(new[first + common : last]):
                self._add((*path, start + common), item)
            for offset in range(common):
                self.put((*path, start + offset), new[first + offset])

    def _add(self, path: Path, value: object) -> None:
        """Write what is not there yet where a reader would look for it."""
        self._splice(*Adding(self._headers).added(path, value))

    def _enlist(self, spot: Spot, value: object) -> None:
        """Make a list of a lone table, which keeps its text, and another one."""
        margin = self._lines.margin(spot.node.start_byte).decode()
        inner = f"{self._style.newline}{margin}{self._style.indent}"
        after = f",{inner}{flat(value)},{self._style.newline}{margin}]"
        start, end = spot.node.start_byte, spot.node.end_byte
        before = Splice(start=start, end=start, new=f"[{inner}".encode())
        self._splice(before, Splice(start=end, end=end, new=after.encode()))

    def _cut(self, path: Path) -> None:
        """Take out every key and every section at a path and below, the last first so that places stay true."""
        sections = list(self._outline.under(path))
        pairs = [pair for section, pair in self._outline.pairs_under(path) if section not in sections]
        doomed: list[Section | Pair] = [*sections, *pairs]
        for part in sorted(doomed, key=lambda found: found.node.start_byte, reverse=True):
            headers = Headers(self._lines, self._outline, self._style)
            cut = headers.without_pair(part) if isinstance(part, Pair) else headers.without_section(part)
            self._splice(cut)

    def _prune(self, path: Path) -> None:
        """Take out what a removal left empty."""
        section = next((found for found in self._outline.sections if found.headed and found.path == path), None)
        if section and section.node.type == TABLE and self._headers.is_bare(section):
            self._splice(self._headers.without_section(section))
        spot = self._outline.spot(path)
        if spot and path[:2] == UV and len(path) > len(UV) and self._says_nothing(spot):
            self.remove(path)

    def _says_nothing(self, spot: Spot) -> bool:
        """Whether brackets hold neither items nor comments."""
        return (
            spot.node.type in BRACKETS
            and not self._lines.data[spot.node.start_byte + 1 : spot.node.end_byte - 1].strip()
        )
