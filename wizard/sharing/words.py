"""What people may write on a short link: a title and a note, checked once, here, for pages and programs alike."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from wizard.errors import WizardError

TITLE_LENGTH: Final = 80
NOTE_LENGTH: Final = 1000
UNFIT: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of a pair and line ends of Unicode's own: a terminal or a database may trip over them."""
DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of writing, so that a text reads as another."""


class UnfitWords(WizardError):
    """A title or a note cannot be kept as it is; ``field`` names which."""

    def __init__(self, field: str, *facts: object) -> None:
        super().__init__(field, *facts)
        self.field = field


class TooLong(UnfitWords):
    """More than a title or a note may be."""

    def __init__(self, field: str, length: int, most: int) -> None:
        super().__init__(field, length, most)
        self.length, self.most = length, most

    def __str__(self) -> str:
        return f"The {self.field} has {self.length} characters, and {self.most} are the most. Make it shorter."


class NotPrintable(UnfitWords):
    """A character that shows nothing and may do harm where it is printed."""

    def __init__(self, field: str, character: str) -> None:
        super().__init__(field, character)
        self.character = character

    @property
    def point(self) -> str:
        """The character's number in Unicode, in four or more digits."""
        return f"{ord(self.character):04X}"

    def __str__(self) -> str:
        return f"The {self.field} holds a control character, U+{self.point}. Take it out."


class NotUnicode(UnfitWords):
    """What stands where bytes were no UTF-8: whoever sent them wrote something else."""

    def __str__(self) -> str:
        return f"The {self.field} was not sent as UTF-8. Send it so."


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A title and a note that passed the checks; both may be empty."""

    title: str = ""
    note: str = ""


def words(title: str = "", note: str = "") -> Words:
    """Return a title, on one line, and a note, on several; raise ``UnfitWords`` where one cannot be kept."""
    lines = note.replace("\r\n", "\n").replace("\r", "\n")
    return Words(
        title=_fit("title", title, TITLE_LENGTH),
        note=_fit("note", lines, NOTE_LENGTH, allowed="\n\t"),
    )


def printable(field: str, text: str, allowed: str = "") -> str:
    """Return a text that may be shown anywhere; raise ``UnfitWords`` for what may do harm where it is printed."""
    if "\ufffd" in text:
        raise NotUnicode(field)
    for character in text:
        unfit = unicodedata.category(character) in UNFIT or character in DIRECTIONS
        if unfit and character not in allowed:
            raise NotPrintable(field, character)
    return text


def _fit(field: str, text: str, most: int, allowed: str = "") -> str:
    text = text.strip()
    if len(text) > most:
        raise TooLong(field, len(text), most)
    return printable(field, text, allowed)
