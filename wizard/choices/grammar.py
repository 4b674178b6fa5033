"""The link grammar: a query string, read word by word without judging what exists together."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from wizard.catalogue.facts import Channel
from wizard.choices.choices import Notice
from wizard.languages import KEY, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Choices

LONGEST_LINK: Final = 4000
MOST_FIELDS: Final = 200
LONGEST_ECHO: Final = 40
UNPRINTABLE: Final = "\N{REPLACEMENT CHARACTER}"
SINGLE: Final = (
    "layout",
    "channel",
    "torch",
    "bound",
    "python",
    "python-cap",
    "default",
    "environments",
    "project",
    "explain",
)
REPEATED: Final = ("with", "platform")


@dataclass(slots=True, kw_only=True)
class Words:
    """A query string taken apart: known keys with their values, and a notice for everything else."""

    single: dict[str, str] = field(default_factory=dict)
    repeated: dict[str, list[str]] = field(default_factory=dict)
    platforms: dict[str, list[str]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    language: str = ""

    def notice(self, code: str, **facts: object) -> None:
        """Add a notice."""
        self.notices.append(Notice(code=code, facts=facts))


def read(query: str, catalogue: Catalogue) -> Words:
    """Take a query string apart; nothing a person can type raises."""
    words = Words()
    for key, value in pairs(query, words):
        _sort(words, key, value, catalogue)
    return words


def pairs(query: str, words: Words) -> list[tuple[str, str]]:
    """Return the keys and values of a query string in lower case; none, and a notice, where it is far too long.

    The language is none of them: ``words`` takes it down.
    """
    if len(query) > LONGEST_LINK:
        words.notice("link-too-long", length=len(query), longest=LONGEST_LINK)
        return []
    try:
        found = parse_qsl(query, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS)
    except ValueError:
        words.notice("too-many-fields", most=MOST_FIELDS)
        return []
    spelled = [(key.strip().lower(), value.strip().lower()) for key, value in found]
    for _, value in (pair for pair in spelled if pair[0] == KEY):
        _speak(words, value)
    return [pair for pair in spelled if pair[0] != KEY]


def language_of(query: str) -> str:
    """Return the language a query string names; empty where it names none that is spoken here."""
    words = Words()
    pairs(query, words)
    return words.language


def _speak(words: Words, language: str) -> None:
    """Take down what language a link is to be answered in: no choice, but allowed wherever a link is."""
    if language and language not in LANGUAGES:
        words.notice("unknown-value", key=KEY, value=shortened(language), nearest=nearest(language, LANGUAGES))
    elif language and words.language not in {"", language}:
        words.notice("repeated-key", key=KEY, used=words.language)
    else:
        words.language = language or words.language


def _sort(words: Words, key: str, value: str, catalogue: Catalogue) -> None:
    if key in catalogue.platforms:
        words.platforms.setdefault(key, [])
        if value:
            words.platforms[key].append(value)
    elif key in REPEATED:
        words.repeated.setdefault(key, []).append(value)
    elif key not in SINGLE:
        known = (*catalogue.platforms, *SINGLE, "with", KEY)
        words.notice("unknown-key", key=shortened(key), nearest=nearest(key, known))
    elif value and words.single.setdefault(key, value) != value:
        words.notice("repeated-key", key=key, used=shortened(words.single[key]))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word a person may have meant, or nothing."""
    return next(iter(get_close_matches(word, list(known), n=1)), "")


def shortened(value: str) -> str:
    """Cut what is echoed back to a readable length, without what would steer a terminal."""
    cut = value if len(value) <= LONGEST_ECHO else f"{value[:LONGEST_ECHO]}…"
    return "".join(sign if sign.isprintable() else UNPRINTABLE for sign in cut)


def encode(choices: Choices) -> str:
    """Return the canonical query string: full state, fixed order, lower case, nothing to escape."""
    return "&".join(f"{key}={value}" for key, value in _pairs(choices))


def _pairs(choices: Choices) -> Iterable[tuple[str, str]]:
    yield from choices.cells
    yield "layout", choices.layout
    if choices.channel is Channel.NIGHTLY:
        yield "channel", choices.channel
    else:
        yield "torch", choices.torch
        yield "bound", choices.bound
    yield from (("with", package) for package in choices.packages)
    yield "python", choices.python
    yield "python-cap", choices.python_cap
    if choices.default:
        yield "default", choices.default
    yield "environments", choices.environments
    yield "project", choices.project
    if choices.explain:
        yield "explain", "yes"


def in_order(wanted: Iterable[str], known: Mapping[str, object]) -> tuple[str, ...]:
    """Return the wanted words in the catalogue's order, each once."""
    wanted = set(wanted)
    return tuple(word for word in known if word in wanted)
