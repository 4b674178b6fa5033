"""Edits a TOML text so that whatever an edit is not about stays as it is, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.doctor.findings import Path


class Draft:
    """A TOML text under edit; ``text`` is what it says now, and every edit is seen by the next."""

    def __init__(self, text: str) -> None:
        self.text = text

    def value(self, path: Path) -> object:
        """Return what stands at a path as plain Python, None where nothing does."""
        raise NotImplementedError

    def put(self, path: Path, value: object) -> None:
        """Replace what stands at a path, or add it in the style around it; tables on the way are made."""
        raise NotImplementedError

    def remove(self, path: Path) -> None:
        """Take out a key, an item of an array, a table or a block, with the comment that belongs to it.

        Items behind a removed one move up by one: remove the last first. A path that is not there is left alone.
        """
        raise NotImplementedError

    def append(self, path: Path, value: object) -> None:
        """Add an item at the end of an array, in the array's own style; made where missing.

        A mapping appended to an array of tables becomes a new ``[[block]]``.
        """
        raise NotImplementedError
