"""Texts made of sentences: the file of the language that is active, and what is remembered for each language apart."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final

from django.template import TemplateDoesNotExist
from django.template.context import make_context
from django.template.loader import get_template, select_template
from django.utils.translation import get_language, gettext

from wizard.catalogue.remembering import per_catalogue
from wizard.languages import ENGLISH, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.http import HttpRequest

    from wizard.catalogue.facts import Catalogue
    from wizard.languages import Words

FOLDER: Final = "wizard/sentences"
NOTHING: Final[Mapping[str, object]] = {}
WORD: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
CHINESE_OR_JAPANESE: Final = "[\u3040-\u30ff\u4e00-\u9fff]"
BETWEEN: Final = re.compile(f" (?<={CHINESE_OR_JAPANESE} )(?={CHINESE_OR_JAPANESE})")
"""A space that stands beside a name for the sake of Latin ones; it comes first here, for spaces are found fast."""


def worded(path: str, facts: Mapping[str, object], request: HttpRequest | None = None) -> str:
    """Fill a text of ``templates/wizard/sentences`` in; English stands in where a language has no file of its own.

    A sentence with conditions has another order of words in each language, so each is a file and not a message. It is
    text, not HTML: whatever shows it on a page escapes it there.
    """
    language = get_language()
    if language == ENGLISH:
        template = get_template(f"{FOLDER}/{path}")
    else:
        template = select_template([f"{FOLDER}/{language}/{path}", f"{FOLDER}/{path}"])
    return _filled(template, facts, request)


def _filled(template: Any, facts: Mapping[str, object], request: HttpRequest | None = None) -> str:
    return closed_up(template.template.render(make_context(dict(facts), request, autoescape=False)))


def closed_up(text: str) -> str:
    """Take out the spaces that Chinese and Japanese have beside Latin words only."""
    return BETWEEN.sub("", text)


def told(refusal: Exception) -> str:
    """Say why something was refused: a refusal writes English itself, other languages have a file for each."""
    facts = {"refusal": refusal, "reason": phrased(getattr(refusal, "reason", ""))}
    return worded_or(f"refusals/{code_of(type(refusal))}.txt", str(refusal), facts)


def phrased(words: Words) -> str:
    """Say a phrase in the language that is active; names and numbers are the same in all."""
    if isinstance(words, Phrase):
        return gettext(words.english) % {name: phrased(fact) for name, fact in words.facts}
    return str(words)


def worded_or(path: str, english: str, facts: Mapping[str, object] = NOTHING) -> str:
    """Fill in what a language has for a text whose English is no file."""
    try:
        template = get_template(f"{FOLDER}/{get_language()}/{path}")
    except TemplateDoesNotExist:
        return english
    return _filled(template, facts).strip()


def code_of(refusal: type[Exception]) -> str:
    """Return what the file of a kind of refusal is called."""
    return WORD.sub("-", refusal.__name__).lower()


def listed(words: Iterable[str]) -> str:
    """Write words one after the other, as the language does."""
    return worded("texts/listed.txt", {"words": [*words]}).strip()


def per_language[**Rest, Answer](
    maxsize: int,
) -> Callable[
    [Callable[Concatenate[Catalogue, Rest], Answer]],
    Callable[Concatenate[Catalogue, Rest], Answer],
]:
    """Have a function remember so many of its last answers about each catalogue, apart for each language."""

    def remember(ask: Callable[Concatenate[Catalogue, Rest], Answer]) -> Callable[Concatenate[Catalogue, Rest], Answer]:
        @per_catalogue(maxsize)
        def remembered(catalogue: Catalogue, _: str | None, /, *rest: Rest.args, **named: Rest.kwargs) -> Answer:
            return ask(catalogue, *rest, **named)

        @wraps(ask)
        def answer(catalogue: Catalogue, /, *rest: Rest.args, **named: Rest.kwargs) -> Answer:
            return remembered(catalogue, get_language(), *rest, **named)

        return answer

    return remember
