"""The languages the wizard speaks, under the words a link has for them; each is called what its readers call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KEY: Final = "lang"
"""The word of a link that names one; it is no choice, so a canonical link leaves it out."""
ENGLISH: Final = "en"
LANGUAGES: Final = {ENGLISH: "English", "ja": "日本語", "zh-hans": "简体中文"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few words of ours in the middle of somebody else's: English, and what is filled in.

    The rooms that know no Django write them with ``phrase()``, where gettext finds them; whoever shows one, translates.
    """

    english: str
    facts: tuple[tuple[str, Words], ...] = ()

    def __str__(self) -> str:
        """Say it in English."""
        return self.english % dict(self.facts)


Words = str | int | Phrase
"""What is the same in all languages, or a phrase."""


def phrase(english: str, **facts: Words) -> Phrase:
    """Return a phrase; gettext reads its English off the call, so that has to stand there."""
    return Phrase(english, tuple(facts.items()))
