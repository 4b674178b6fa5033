"""Finds where every table, key and array item of a file stands: tree-sitter has positions, tomllib has none."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tree_sitter import Parser

from wizard.doctor.editing.outline import LANGUAGE
from wizard.doctor.findings import Place
from wizard.doctor.project import Places

if TYPE_CHECKING:
    from tree_sitter import Node

    from wizard.doctor.findings import Path
    from wizard.doctor.scripts import Frame

KEYS: Final = frozenset({"bare_key", "quoted_key", "dotted_key"})
CONTINUED: Final = 0x80
"""How the second and later bytes of a character begin in UTF-8."""
BETWEEN: Final = frozenset({"comment", "[", "]", ",", "{", "}", "ERROR"})


def places_of(frame: Frame) -> Places:
    """Return where each path of a file's TOML stands in the file."""
    survey = _Survey(frame)
    survey.walk(Parser(LANGUAGE).parse(survey.source).root_node)
    return Places(survey.found)


@dataclass(slots=True)
class _Survey:
    """One walk through a syntax tree; a path that is met twice keeps its first place."""

    frame: Frame
    found: dict[Path, Place] = field(default_factory=dict)
    source: bytes = b""
    _lines: list[bytes] = field(default_factory=list)
    _lengths: dict[Path, int] = field(default_factory=dict)
    _within: dict[int, list[int]] = field(default_factory=dict)
    """Where in a line a byte goes on with a character; lines may be a megabyte long."""

    def __post_init__(self) -> None:
        self.source = self.frame.toml.encode()
        self._lines = self.source.split(b"\n")
        line, column = self.frame.position(1, 1)
        self.found[()] = Place(path=(), line=line, column=column, end_line=line, end_column=column)

    def walk(self, root: Node) -> None:
        """Note the file's tables, keys and items, from top to bottom."""
        for node in root.children:
            if node.type == "pair":
                self._pairs((), [node])
            elif node.type in {"table", "table_array_element"}:
                self._table(node)

    def _table(self, node: Node) -> None:
        """Note a table: its place is its header."""
        parts = tuple(part for child in node.children if child.type in KEYS for part in _keys(child))
        path = (*self._inside(parts[:-1]), *parts[-1:])
        closing = next((child for child in node.children if child.type in {"]", "]]"}), node)
        self._note_above(path, node, closing)
        if node.type == "table_array_element":
            self._note(path, node, closing)
            number = self._lengths[path] = self._lengths.get(path, -1) + 1
            path = (*path, number)
        self._note(path, node, closing)
        self._pairs(path, [child for child in node.children if child.type == "pair"])

    def _inside(self, path: Path) -> Path:
        """Return a header's path with the number of the element it means in every array of tables."""
        inside: Path = ()
        for key in path:
            inside = (*inside, key)
            if inside in self._lengths:
                inside = (*inside, self._lengths[inside])
        return inside

    def _pairs(self, table: Path, nodes: list[Node]) -> None:
        """Note keys and all that is in their values; a stack, since values may be nested without end."""
        stack = [(table, node) for node in reversed(nodes)]
        while stack:
            path, node = stack.pop()
            if node.type == "pair":
                path, node = self._pair(path, node)
            stack.extend(reversed(self._children(path, node)))

    def _pair(self, table: Path, node: Node) -> tuple[Path, Node]:
        """Note a key with its value, and return the value."""
        value = next((child for child in reversed(node.children) if child.type not in BETWEEN), node)
        path = (*table, *_keys(node.children[0]))
        self._note_above(path, node, value)
        self._note(path, node, value)
        return path, value

    def _children(self, path: Path, node: Node) -> list[tuple[Path, Node]]:
        """Return what is in an array, with its numbers noted, or in an inline table."""
        inner = [child for child in node.children if child.type not in BETWEEN]
        if node.type == "inline_table":
            return [(path, child) for child in inner if child.type == "pair"]
        if node.type != "array":
            return []
        for number, child in enumerate(inner):
            self._note((*path, number), child, child)
        return [((*path, number), child) for number, child in enumerate(inner)]

    def _note_above(self, path: Path, first: Node, last: Node) -> None:
        """Note the tables that are only there because something in them is."""
        for length in range(1, len(path)):
            self._note(path[:length], first, last)

    def _note(self, path: Path, first: Node, last: Node) -> None:
        if path in self.found:
            return
        line, column = self._position(first.start_point)
        end_line, end_column = self._position(last.end_point)
        self.found[path] = Place(path=path, line=line, column=column, end_line=end_line, end_column=end_column)

    def _position(self, point: tuple[int, int]) -> tuple[int, int]:
        """Return a position in characters from 1; tree-sitter counts bytes from 0."""
        row, column = point
        if row not in self._within:
            self._within[row] = [at for at, byte in enumerate(self._lines[row]) if byte & 0xC0 == CONTINUED]
        characters = column - bisect_left(self._within[row], column)
        return self.frame.position(row + 1, characters + 1)


def _keys(node: Node) -> Path:
    """Return a key's parts, without quotes and escapes."""
    if node.type == "dotted_key":
        return tuple(part for child in node.children if child.type in KEYS for part in _keys(child))
    text = (node.text or b"").decode()
    return (_unquoted(text),)


@lru_cache(maxsize=1_000)
def _unquoted(key: str) -> str:
    if not key.startswith(("'", '"')):
        return key
    return next(iter(tomllib.loads(f"{key} = 0"))) if "\\" in key else key[1:-1]
