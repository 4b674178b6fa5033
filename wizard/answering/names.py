"""What the catalogue's labels are called in each language: makers and versions keep their names, words do not."""

from __future__ import annotations

from typing import Final

from wizard.answering.wording import phrased
from wizard.languages import phrase

SHIPPED: Final = (phrase("PyPI default"), phrase("macOS Apple silicon"), phrase("macOS Intel"))
WORDS: Final = {label.english: label for label in SHIPPED}
"""The labels that ship with words in them; one that a site's keepers wrote stays as they wrote it."""
PACKAGE: Final = phrase("package")
VERSION: Final = phrase("version")
BUILD: Final = phrase("build")
GROUP: Final = phrase("group")
LIBRARY: Final = phrase("library")
TORCH: Final = phrase("version of torch")
PYTHON: Final = phrase("version of Python")
PLACES: Final = {
    "package": PACKAGE,
    "family": PACKAGE,
    "stranger": PACKAGE,
    "triton": PACKAGE,
    "version": VERSION,
    "exact": VERSION,
    "major": VERSION,
    "minor": VERSION,
    "capability": VERSION,
    "local": BUILD,
    "build": BUILD,
    "wanted": TORCH,
    "least": TORCH,
    "python": PYTHON,
    "tag": PYTHON,
    "floor": PYTHON,
    "needed": PYTHON,
    "range": phrase("range of versions"),
    "index": phrase("index"),
    "group": GROUP,
    "default": GROUP,
    "one": phrase("one of them"),
    "other": phrase("the other one"),
    "kind": phrase("extra or group"),
    "kinds": phrase("extra or group"),
    "scope": phrase("name"),
    "again": phrase("name"),
    "name": phrase("name"),
    "status": phrase("status"),
    "option": phrase("option"),
    "field": phrase("field"),
    "line": phrase("line"),
    "column": phrase("column"),
    "extension": phrase("module"),
    "symbol": phrase("symbol"),
    "card": phrase("card"),
    "library": LIBRARY,
    "other_library": LIBRARY,
}
"""What stands where an error, explained in general, has no name of somebody's file yet."""


def named(label: str) -> str:
    """Return a label in the language that is active."""
    return phrased(WORDS.get(label, label))


def named_in(fact: object) -> object:
    """Return what fills a sentence with its labels in the language that is active."""
    if isinstance(fact, str):
        return named(fact)
    return [named_in(one) for one in fact] if isinstance(fact, (list, tuple)) else fact
