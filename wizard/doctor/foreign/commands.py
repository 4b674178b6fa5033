"""A ``pip install`` command, as pytorch.org gives it, or one of uv."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from wizard.doctor.foreign.requirements import FILES, INDEXES, LINKS, meaning_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.foreign.meaning import Meaning

COMMAND: Final = re.compile(
    r"^\s*(?:[$>!%]\s*)?(?:sudo\s+)?"
    r"(?:(?:uv\s+|\S*python[\d.]*\s+-m\s+|py\s+-m\s+)?pip[\d.]*\s+install|uv\s+add)\s(?P<rest>.*)$",
    re.MULTILINE,
)
CONTINUED: Final = re.compile(r"[\\`^][ \t]*\r?\n")
BACKEND: Final = "--torch-backend"
WITH_VALUE: Final = INDEXES | LINKS | FILES | {BACKEND}


def is_command(text: str) -> bool:
    """Say whether a text begins with such a command, after comments perhaps."""
    said = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return bool(said) and COMMAND.match(said[0]) is not None


def meaning(text: str, catalogue: Catalogue) -> Meaning:
    """Return what the first command means."""
    found = COMMAND.search(CONTINUED.sub(" ", text))
    words = _words(found["rest"] if found else "")
    lines = [_line(word, words) for word in words]
    backends = [line.partition(" ")[2] for line in lines if line.startswith(BACKEND)]
    others = [line for line in lines if not line.startswith(BACKEND)]
    meant = meaning_of([*_indexes(backends, catalogue), *others], catalogue)
    for backend in backends:
        if backend not in catalogue.accelerators:
            meant.tell("torch-backend", backend=backend)
    return meant


def _words(rest: str) -> Iterator[str]:
    try:
        return iter(shlex.split(rest, comments=True))
    except ValueError:
        return iter(rest.split())


def _line(word: str, words: Iterator[str]) -> str:
    """Return a word as pip's files have it: an option and its value on one line."""
    key, given, value = word.partition("=")
    if key in WITH_VALUE and word.startswith("-"):
        return f"{key} {value if given else next(words, '')}"
    return word


def _indexes(backends: list[str], catalogue: Catalogue) -> Iterator[str]:
    """Yield what ``--torch-backend`` stands for, as an option of pip."""
    for backend in backends:
        if backend in catalogue.accelerators:
            yield f"--index-url {catalogue.accelerators[backend].url}"
