"""Decides where something new goes in a TOML text and how it is written there: as the things around it are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.doctor.editing.brackets import Brackets
from wizard.doctor.editing.writing import flat, key_text
from wizard.doctor.tables import UV
from wizard.errors import WizardError

if TYPE_CHECKING:
    from wizard.doctor.editing.headers import Headers
    from wizard.doctor.editing.lines import Splice
    from wizard.doctor.editing.outline import Pair, Section, Spot
    from wizard.doctor.findings import Path


class CannotEdit(WizardError):
    """A path leads through something that holds no keys or items."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        """Name the key in the way."""
        name = ".".join(map(str, self.path))
        return f"{name} is neither a table nor a list, so nothing can be added to it. Correct it by hand."


@dataclass(frozen=True, slots=True)
class Adding:
    """Where new things go among the sections that are there."""

    headers: Headers

    def added(self, path: Path, value: object) -> list[Splice]:
        """Add a value at a path where nothing is yet; an item pushes those behind it on."""
        outline = self.headers.outline
        known = next(path[:length] for length in range(len(path) - 1, -1, -1) if outline.has(path[:length]))
        missing = path[len(known) :]
        if spot := outline.spot(known):
            return self._between(spot, path, missing, value)
        if isinstance(missing[0], int):
            return [self._block(path, missing, value)]
        if beside := self._dotted(known):
            return [self._keyed(beside[0], path, value, behind=beside[1])]
        section = next((found for found in outline.sections if found.path == known), None)
        if section and len(missing) == 1 and not _is_table(path, value):
            return [self._keyed(section, path, value)]
        return [self._section(path, value)]

    def _between(self, spot: Spot, path: Path, missing: Path, value: object) -> list[Splice]:
        """Add a pair to an inline table or an item to an array."""
        brackets = Brackets(self.headers.lines, spot.node)
        if spot.node.type == "inline_table" and isinstance(missing[0], str):
            for key in reversed(missing[1:]):
                value = {key: value}
            text = self.headers.style.pair(missing[:1], flat(value))
            return brackets.inserted(len(brackets.items), text, self.headers.style)
        if spot.node.type == "array" and len(missing) == 1 and isinstance(missing[0], int):
            return brackets.inserted(missing[0], self._item(brackets, value), self.headers.style)
        raise CannotEdit(path[: len(path) - len(missing)])

    def _item(self, brackets: Brackets, value: object) -> str:
        """Write an item; a list in a list over several lines, unless its siblings have one each."""
        items, style = brackets.items, self.headers.style
        if not items:
            return style.spread(value, self.headers.lines.margin(brackets.node.start_byte).decode() + style.indent)
        spread = any(b"\n" in (item.text or b"") for item in items)
        return style.spread(value, self.headers.lines.margin(items[0].start_byte).decode()) if spread else flat(value)

    def _block(self, path: Path, missing: Path, value: object) -> Splice:
        """Add a ``[[block]]`` among those that are there."""
        if len(missing) > 1 or not isinstance(missing[0], int):
            raise CannotEdit(path[: len(path) - len(missing)])
        return self.headers.with_block(path[:-1], missing[0], self._table(path[:-1], value, block=True))

    def _dotted(self, known: Path) -> tuple[Section, Pair] | None:
        """Return the last dotted key of a table that has no header, and its section."""
        if not known or next(self.headers.outline.under(known), None):
            return None
        return list(self.headers.outline.pairs_under(known))[-1]

    def _keyed(self, section: Section, path: Path, value: object, *, behind: Pair | None = None) -> Splice:
        """Add a key to a section."""
        margin = self.headers.margin(section)
        keys = path[len(section.path) :]
        text = self.headers.style.pair(keys, self.headers.style.spread(value, margin), margin)
        return self.headers.with_pair(section, text, behind=behind)

    def _section(self, path: Path, value: object) -> Splice:
        """Add a header, and below it either what the value holds or the key with the value."""
        if not _is_table(path, value):
            return self.headers.with_section(path[:-1], self._table(path[:-1], {path[-1]: value}))
        if isinstance(value, list):
            gap = self.headers.style.newline * 2
            return self.headers.with_section(path, gap.join(self._table(path, item, block=True) for item in value))
        return self.headers.with_section(path, self._table(path, value))

    def _table(self, path: Path, value: object, *, block: bool = False) -> str:
        """Write a header and its keys, without the last line's end."""
        style = self.headers.style
        keys = ".".join(key_text(key) for key in path if isinstance(key, str))
        pairs = value.items() if isinstance(value, Mapping) else ()
        lines = [f"[[{keys}]]" if block else f"[{keys}]"]
        lines += [style.pair([key], style.spread(item)) for key, item in pairs]
        return style.newline.join(lines)


def _is_table(path: Path, value: object) -> bool:
    """Whether a value gets a header of its own: what stands right below ``[tool.uv]``, or at the top."""
    depth = 3 if path[0] == "tool" else 2
    if isinstance(value, list):
        return (
            len(path) == depth and path[:2] == UV and bool(value) and all(isinstance(item, Mapping) for item in value)
        )
    return isinstance(value, Mapping) and len(path) <= depth
