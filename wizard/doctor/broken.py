"""Why a file is no TOML, in our words: whoever reads them may not know what Python's parser calls a namespace."""

from __future__ import annotations

import re
from ast import literal_eval
from typing import TYPE_CHECKING, Final

from wizard.languages import Phrase, phrase

if TYPE_CHECKING:
    from collections.abc import Callable

BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
TOO_DEEP: Final = phrase("values are nested too deeply")
UNPAIRED: Final = phrase("half of a surrogate pair is no character")
OPEN_STRING: Final = phrase("a string is not closed before its line ends")
TAKEN: Final = phrase("this key has a value already")

PLAIN: Final = {
    "Invalid statement": phrase("no key, no [table] and no comment begins like this"),
    "Expected newline or end of document after a statement": phrase("something follows where the line should end"),
    "Expected '=' after a key in a key/value pair": phrase("a key has no = behind it"),
    "Invalid initial character for a key part": phrase("no key begins like this"),
    "Expected ']' at the end of a table declaration": phrase("the name of a [table] is not closed with ]"),
    "Expected ']]' at the end of an array declaration": phrase("the name of a [[table]] is not closed with ]]"),
    "Cannot overwrite a value": TAKEN,
    "Unclosed array": phrase("a list lacks a comma or its closing ]"),
    "Unclosed inline table": phrase("a table in braces lacks a comma or its closing }"),
    "Unterminated string": phrase("a string is not closed"),
    "Unescaped '\\' in a string": phrase(
        r"a backslash in a string begins nothing that is known: write it twice, or put the string in single quotes"
    ),
    "Invalid hex value": phrase(r"\u or \U in a string lacks its hexadecimal digits"),
    "Escaped character is not a Unicode scalar value": phrase(r"\u or \U in a string names no character"),
    "Invalid date or datetime": phrase("there is no such date or time"),
    "Invalid value": phrase("no value begins like this; a string needs quotation marks"),
}
"""What ``tomllib`` of Python 3.12 to 3.14 says of what it always says alike."""


def _table(said: str) -> Phrase:
    return phrase("the table %(key)s is declared twice", key=_dotted(said))


def _whole(said: str) -> Phrase:
    return phrase("%(key)s has been written as a whole before, so nothing can be added to it", key=_dotted(said))


def _elsewhere(said: str) -> Phrase:
    return phrase("the table %(key)s has been declared before, so it cannot be written here as well", key=_dotted(said))


def _twice(said: str) -> Phrase:
    return phrase("the key %(key)s stands twice in a table in braces", key=_dotted(f"({said},)"))


def _character(said: str) -> Phrase:
    return OPEN_STRING if literal_eval(said) == "\n" else phrase("the character %(sign)s may not stand here", sign=said)


def _open(said: str) -> Phrase:
    return phrase("a string is not closed with %(sign)s", sign=str(literal_eval(said)))


def _digits(said: str) -> Phrase:
    return phrase("a number has more than %(most)s digits", most=said)


FILLED: Final[tuple[tuple[str, Callable[[str], Phrase]], ...]] = (
    (r"Cannot declare (\(.+\)) twice", _table),
    (r"Cannot mutate immutable namespace (\(.+\))", _whole),
    (r"Cannot redefine namespace (\(.+\))", _elsewhere),
    (r"Duplicate inline table key (\W.*\W)", _twice),
    (r"(?:Found invalid|Illegal) character (\W.+\W)", _character),
    (r"Expected (\W{3,})", _open),
    (r"Exceeds the limit \((\d+) digits\).*", _digits),
)
"""What it says with something of the file's in it, written as Python writes values."""


def reason_of(message: str) -> Phrase:
    """Return what a message of ``tomllib`` means; one that is not known is quoted."""
    if message in PLAIN:
        return PLAIN[message]
    for pattern, reason in FILLED:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return reason(found[1])
    return phrase("tomllib says “%(said)s”", said=message)


def _dotted(key: str) -> str:
    """Write a key, which ``tomllib`` has as the tuple of its parts, as the file may have it."""
    return ".".join(part if BARE.fullmatch(part) else repr(part) for part in literal_eval(key))
