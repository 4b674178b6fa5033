"""What uv does otherwise than foreseen, as a check keeps it: it is worded when it is shown, for whoever looks then."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from wizard.answering.wording import phrased, worded
from wizard.languages import Phrase
from wizard.resolution.agreement import Difference

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.languages import Words

Kept = dict[str, Any]
LONGEST_SAID: Final = 20_000
"""How many characters of uv's own words are kept."""


def kept(difference: Difference, hide: Callable[[str], str]) -> Kept:
    """Return a difference as JSON; ``hide`` takes out what is only the server's business."""
    return {field.name: _kept(getattr(difference, field.name), hide) for field in fields(difference)}


def said(difference: Kept | str) -> str:
    """Say a difference in the language that is active; an earlier version kept its sentence."""
    if isinstance(difference, str):
        return difference
    told = {name: phrased(_words(words)) for name, words in difference.items()}
    return worded("texts/difference.txt", told).strip()


def _kept(words: Words, hide: Callable[[str], str]) -> Any:
    if isinstance(words, Phrase):
        return {"english": words.english, "facts": [(name, _kept(fact, hide)) for name, fact in words.facts]}
    return hide(words)[:LONGEST_SAID] if isinstance(words, str) else words


def _words(stored: Kept | str | int) -> Words:
    if isinstance(stored, dict):
        return Phrase(stored["english"], tuple((name, _words(fact)) for name, fact in stored["facts"]))
    return stored
