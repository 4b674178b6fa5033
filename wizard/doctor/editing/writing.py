"""Writes new pieces of TOML as the file around them is written; tomlkit spells every key and value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import tomlkit

INDENT: Final = "  "
FIRST_ITEM: Final = re.compile(r"^([ \t]*)[^#\s][^#\n]*=[ \t]*\[[ \t]*(?:#.*)?\r?\n\1([ \t]+)\S", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a file ends its lines and indents what stands in lists."""

    newline: str
    indent: str

    @classmethod
    def of(cls, text: str) -> Style:
        """Read the style off the first line's end and the first list over several lines."""
        first = FIRST_ITEM.search(text)
        newline = "\r\n" if text[: text.find("\n")].endswith("\r") else "\n"
        return cls(newline=newline, indent=first[2] if first else INDENT)

    def pair(self, keys: Iterable[str | int], text: str, margin: str = "") -> str:
        """Write a key, dotted where it has parts, with the text of its value."""
        return f"{margin}{'.'.join(map(key_text, keys))} = {text}"

    def spread(self, value: object, margin: str = "") -> str:
        """Write a value, a list with one item per line."""
        if not isinstance(value, list) or not value:
            return flat(value)
        inner = margin + self.indent
        items = "".join(f"{inner}{self.spread(item, inner)},{self.newline}" for item in value)
        return f"[{self.newline}{items}{margin}]"


def key_text(key: str | int) -> str:
    """Write one part of a key, quoted where it must be."""
    return tomlkit.key(str(key)).as_string()


def flat(value: object) -> str:
    """Write a value on one line."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key_text(key)} = {flat(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(flat, value))}]"
    return tomlkit.item(value).as_string()


def like(value: object, old: str) -> str:
    """Write a value with the quotes an old one had, where they can hold it."""
    if isinstance(value, str) and old.startswith("'") and not old.startswith("'''") and _literal(value):
        return tomlkit.string(value, literal=True).as_string()
    return flat(value)


def _literal(value: str) -> bool:
    """Whether single quotes can hold a string."""
    return "'" not in value and value.isprintable()
