"""What a person wants to see of the matrix: one platform or all, one Python or any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.catalogue.facts import KNOWN_PYTHONS
from wizard.choices.grammar import Words, nearest, pairs, shortened
from wizard.languages import KEY

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which builds to show; an empty word stands for all of them."""

    platform: str = ""
    python: str = ""

    @property
    def query(self) -> str:
        """The canonical query string: what is not asked for is left out."""
        words = (("platform", self.platform), ("python", self.python))
        return "&".join(f"{key}={value}" for key, value in words if value)


def read_filter(query: str, catalogue: Catalogue) -> tuple[Filter, tuple[Notice, ...]]:
    """Return what a query string asks for, and a notice for every part that had to be ignored."""
    wanted, notices = read_words(query, {"platform": tuple(catalogue.platforms), "python": KNOWN_PYTHONS})
    return Filter(**wanted), notices


def read_words(query: str, known: Mapping[str, Collection[str] | None]) -> tuple[dict[str, str], tuple[Notice, ...]]:
    """Return the words of a query string that are known, and a notice for every part that is not.

    A key whose values are ``None`` takes any.
    """
    words = Words()
    for key, value in pairs(query, words):
        values = known.get(key)
        if key not in known:
            words.notice("unknown-key", key=shortened(key), nearest=nearest(key, (*known, KEY)))
        elif value and values is not None and value not in values:
            words.notice("unknown-value", key=key, value=shortened(value), nearest=nearest(value, values))
        elif value and words.single.setdefault(key, value) != value:
            words.notice("repeated-key", key=key, used=words.single[key])
    return words.single, tuple(words.notices)
