"""From text to TOML: plain values where it is read, a place and a sentence where it is broken."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from wizard.doctor.broken import TOO_DEEP, UNPAIRED, reason_of
from wizard.doctor.scripts import Frame, frame_of
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.languages import Phrase

POSITION: Final = re.compile(r" \(at line (?P<line>\d+), column (?P<column>\d+)\)$")
AT_THE_END: Final = " (at end of document)"
MOST_LEVELS: Final = 90
LONG_KEY: Final = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){100}""")


class BrokenToml(WizardError):
    """A file is no TOML, so that uv cannot read it either; ``line`` and ``column`` count from 1."""

    def __init__(self, *, line: int, column: int, reason: Phrase, file: str = "The file") -> None:
        super().__init__(line, column, reason, file)
        self.line, self.column, self.reason, self.file = line, column, reason, file

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}"
        wrong = f"{self.file} is not valid TOML: {self.reason}, at {where}."
        return f"{wrong} Correct that place first; uv stops there too."


class Parsed:
    """A file that is TOML, or has TOML in a script's header (PEP 723): its values, and the way back to its text."""

    def __init__(self, frame: Frame, text: str) -> None:
        self.text = text
        self.frame = frame
        self.data: dict[str, Any] = _values(frame)


def parse(text: str) -> Parsed:
    """Read a file, or raise ``BrokenToml``; what is nested as no person nests it is refused before it costs time."""
    return Parsed(frame_of(text), text)


def _values(frame: Frame) -> dict[str, Any]:
    """Return what the TOML says; what ``tomllib`` refuses because it is newer (TOML 1.1) tomlkit may still take."""
    _refuse_surrogates(frame)
    _refuse_long_keys(frame)
    try:
        values = tomllib.loads(frame.toml)
    except RecursionError:
        raise _broken(frame, 1, 1, TOO_DEEP) from None
    except ValueError as error:
        values = _newer_values(frame, error)
    if _is_deeper(values, MOST_LEVELS):
        raise _broken(frame, 1, 1, TOO_DEEP)
    return values


def _refuse_long_keys(frame: Frame) -> None:
    """Refuse dotted keys of very many parts, for which ``tomllib`` takes the square of their length."""
    found = LONG_KEY.search(frame.toml)
    if found:
        raise _broken(frame, frame.toml.count("\n", 0, found.start()) + 1, 1, TOO_DEEP)


def _is_deeper(value: object, levels: int) -> bool:
    """Say whether anything is nested deeper than so many levels, looking at one level after the other."""
    level = [value]
    for _ in range(levels):
        level = [inner for outer in level for inner in _inner(outer)]
    return bool(level)


def _inner(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _newer_values(frame: Frame, refusal: ValueError) -> dict[str, Any]:
    try:
        return tomlkit.parse(frame.toml).unwrap()
    except (TOMLKitError, ValueError, TypeError) as error:
        raise _located(frame, refusal) from error


def _located(frame: Frame, refusal: ValueError) -> BrokenToml:
    """Return where ``tomllib`` stopped; it says nothing of that only at the end of a file."""
    message = str(refusal)
    found = POSITION.search(message)
    if found:
        return _broken(frame, int(found["line"]), int(found["column"]), reason_of(message[: found.start()]))
    lines = frame.toml.split("\n")
    return _broken(frame, len(lines), len(lines[-1]) + 1, reason_of(message.removesuffix(AT_THE_END)))


def _broken(frame: Frame, line: int, column: int, reason: Phrase) -> BrokenToml:
    line, column = frame.position(line, column)
    return BrokenToml(line=line, column=column, reason=reason)


def _refuse_surrogates(frame: Frame) -> None:
    """Refuse what cannot be written as UTF-8, which TOML files are."""
    try:
        frame.toml.encode()
    except UnicodeEncodeError as error:
        before = frame.toml[: error.start]
        column = error.start - before.rfind("\n")
        raise _broken(frame, before.count("\n") + 1, column, UNPAIRED) from error
