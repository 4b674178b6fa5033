"""Finds where the parts of a TOML text stand: tree-sitter says where, nothing is decided about meaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

import tomlkit
import tree_sitter_toml
from tree_sitter import Language, Parser

from wizard.doctor.editing.lines import Splice, spliced

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

    from wizard.doctor.findings import Path

BARE: Final = re.compile(r"[A-Za-z0-9_.-]+")
PLAIN: Final = re.compile(r"""'[^'\n]*'|"[^"\\\n]*\"""")
LANGUAGE: Final = Language(tree_sitter_toml.language())
TABLE: Final = "table"
BLOCK: Final = "table_array_element"
BRACKETS: Final = {"array", "inline_table"}
MARKS: Final = {"[", "]", "[[", "]]", "{", "}", ",", "=", ".", "comment", "ERROR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """``key = value`` wherever it stands; ``keys`` are as written, ``path`` is the way to the value."""

    path: Path
    keys: tuple[str, ...]
    node: Node

    @property
    def value(self) -> Node:
        """What stands behind the equals sign."""
        return parts(self.node)[-1]


@dataclass(frozen=True, kw_only=True)
class Section:
    """What a header opens, up to the next header; the first section of a text has none (``node`` is the document).

    Without slots, because ``pairs`` are read once and only where somebody asks.
    """

    path: Path
    node: Node

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Its keys and values in the text's order."""
        return _pairs(self.path, self.node)

    @property
    def headed(self) -> bool:
        """Whether a header opens it."""
        return self.node.type in {TABLE, BLOCK}

    @property
    def header(self) -> Node:
        """The bracket that closes the header."""
        return next(child for child in self.node.children if child.type in {"]", "]]"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A value that is there: its node and what holds it, a pair of a section or a position between brackets."""

    node: Node
    pair: Pair | None = None
    brackets: Node | None = None
    position: int = -1


class Outline:
    """The sections of one text, found by path."""

    def __init__(self, data: bytes, tree: Tree | None = None) -> None:
        self.data = data
        parser = Parser(LANGUAGE)
        self._tree = parser.parse(data, tree) if tree else parser.parse(data)
        self.root = self._tree.root_node

    def edited(self, splices: list[Splice]) -> Outline:
        """Return the outline after some splices; only what they touch is parsed again."""
        tree = self._tree.copy()
        for splice in sorted(splices, key=lambda found: found.start, reverse=True):
            start = self._point(splice.start)
            newlines = splice.new.count(b"\n")
            column = len(splice.new) - splice.new.rfind(b"\n") - 1 + (0 if newlines else start[1])
            tree.edit(
                start_byte=splice.start,
                old_end_byte=splice.end,
                new_end_byte=splice.start + len(splice.new),
                start_point=start,
                old_end_point=self._point(splice.end),
                new_end_point=(start[0] + newlines, column),
            )
        return Outline(spliced(self.data, splices), tree)

    def _point(self, at: int) -> tuple[int, int]:
        """Return a position's row and column, in bytes from 0."""
        return self.data.count(b"\n", 0, at), at - self.data.rfind(b"\n", 0, at) - 1

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every section in the text's order; positions of ``[[blocks]]`` are part of the path."""
        blocks: Counter[Path] = Counter()
        found = [Section(path=(), node=self.root)]
        for node in self.root.children:
            if node.type in {TABLE, BLOCK}:
                path = _absolute(names(node.children[1]), blocks)
                if node.type == BLOCK:
                    blocks[path] += 1
                    path = (*path, blocks[path] - 1)
                found.append(Section(path=path, node=node))
        return tuple(found)

    def under(self, path: Path) -> Iterator[Section]:
        """Yield the headed sections at a path and below it."""
        return (section for section in self.sections if section.headed and section.path[: len(path)] == path)

    def pairs_under(self, path: Path) -> Iterator[tuple[Section, Pair]]:
        """Yield the pairs at a path and below it, with their section."""
        for section in self.sections:
            if section.path[: len(path)] == path[: len(section.path)]:
                for pair in section.pairs:
                    if pair.path[: len(path)] == path:
                        yield section, pair

    def spot(self, path: Path) -> Spot | None:
        """Return the value at a path; None where there is none or where only headers and dotted keys lead on."""
        for section in self.sections:
            if section.path == path[: len(section.path)]:
                for pair in section.pairs:
                    if pair.path == path[: len(pair.path)]:
                        return _within(Spot(node=pair.value, pair=pair), path[len(pair.path) :])
        return None

    def has(self, path: Path) -> bool:
        """Tell whether a path leads anywhere."""
        return bool(not path or self.spot(path) or next(self.under(path), None) or next(self.pairs_under(path), None))

    def blocks(self, path: Path) -> int:
        """Return how many ``[[blocks]]`` a path has."""
        return sum(section.node.type == BLOCK and section.path[:-1] == path for section in self.sections)

    def plain(self, path: Path) -> object:
        """Return what a path says as plain Python, None where it leads nowhere."""
        if spot := self.spot(path):
            return plain(spot.node)
        if count := self.blocks(path):
            return [self.plain((*path, position)) for position in range(count)]
        if not self.has(path):
            return None
        found: dict[str | int, object] = {}
        inner = [*(section.path for section in self.under(path)), *(pair.path for _, pair in self.pairs_under(path))]
        for rest in (found_path[len(path) :] for found_path in inner):
            if rest and rest[0] not in found:
                found[rest[0]] = self.plain((*path, rest[0]))
        return found


def parts(node: Node) -> list[Node]:
    """Return what stands in a node besides punctuation and comments."""
    return [child for child in tokens(node) if child.type not in MARKS]


def tokens(node: Node) -> list[Node]:
    """Return a node's children; where the grammar was surprised (TOML 1.1), with what it set aside."""
    found: list[Node] = []
    for child in node.children:
        found.extend(tokens(child) if child.type == "ERROR" else [child])
    return found


def names(key: Node) -> tuple[str, ...]:
    """Return the parts of a key, unquoted."""
    return _names(_text(key))


@lru_cache(maxsize=4096)
def _names(text: str) -> tuple[str, ...]:
    if BARE.fullmatch(text):
        return tuple(text.split("."))
    table: object = tomlkit.parse(f"{text} = 0").unwrap()
    found = []
    while isinstance(table, dict):
        ((name, table),) = table.items()
        found.append(name)
    return tuple(found)


@lru_cache(maxsize=4096)
def _scalar(text: str) -> object:
    """Return what a value says that holds no other; tomlkit knows, but most need not be asked."""
    return text[1:-1] if PLAIN.fullmatch(text) else tomlkit.value(text).unwrap()


def plain(node: Node) -> object:
    """Return a value as plain Python; tomlkit says what it means."""
    if node.type == "array":
        return [plain(item) for item in parts(node)]
    if node.type != "inline_table":
        return _scalar(_text(node))
    found: dict[str, object] = {}
    for pair in _pairs((), node):
        table = found
        for name in pair.keys[:-1]:
            table = table.setdefault(name, {})  # type: ignore[assignment]
        table[pair.keys[-1]] = plain(pair.value)
    return found


def _pairs(path: Path, node: Node) -> tuple[Pair, ...]:
    found = []
    for child in tokens(node):
        if child.type == "pair":
            keys = names(child.children[0])
            found.append(Pair(path=(*path, *keys), keys=keys, node=child))
    return tuple(found)


def _absolute(keys: tuple[str, ...], blocks: Counter[Path]) -> Path:
    """Return the way to a header's table: through a list of blocks it leads to the last one."""
    path: Path = ()
    for key in keys[:-1]:
        path = (*path, key)
        if blocks[path]:
            path = (*path, blocks[path] - 1)
    return (*path, keys[-1])


def _within(spot: Spot, rest: Path) -> Spot | None:
    if not rest:
        return spot
    if spot.node.type == "array" and isinstance(rest[0], int):
        items = parts(spot.node)
        if rest[0] < len(items):
            inner = Spot(node=items[rest[0]], brackets=spot.node, position=rest[0])
            return _within(inner, rest[1:])
    if spot.node.type == "inline_table":
        for position, pair in enumerate(_pairs((), spot.node)):
            if pair.path == rest[: len(pair.path)]:
                inner = Spot(node=pair.value, brackets=spot.node, position=position)
                return _within(inner, rest[len(pair.path) :])
    return None


def _text(node: Node) -> str:
    return (node.text or b"").decode()
