"""Every text people read is there in every language, made from the English of today, with the same facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from django.template.base import Lexer, TokenType
from django.template.loader import get_template

from tests.translated import (
    OTHERS,
    SENTENCES,
    compiled,
    digest,
    extracted,
    messages,
    po,
    refusals,
    sources,
    translated_from,
    translations,
)
from wizard.answering.wording import code_of
from wizard.rendering import FORMATS
from wizard.web.labels import LABELS, label_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

KINDS: Final = sorted({file.partition("/")[0] for file in sources()})
CODED: Final = {"refusals", "rules"}
"""Kinds whose English is written by the code."""
NAME: Final = re.compile(r"""(?<![\w.'"|:])[a-z_]\w*(?![\w(])""")
QUOTED: Final = re.compile(r""""[^"]*"|'[^']*'|\|\w+""")
GRAMMAR: Final = frozenset(
    {"if", "elif", "else", "endif", "for", "endfor", "in", "empty", "not", "and", "or", "is", "with", "endwith", "as"}
    | {"autoescape", "off", "endautoescape", "load", "wizard", "comment", "endcomment", "forloop", "whole_url"}
    | {"True", "False", "None"}
)
MARKUP: Final = re.compile(r"<[^>]+>")
PLACE: Final = re.compile(r"%\(\w+\)[sr]|\{\}")


def facts(text: str) -> set[str]:
    """Return the names a text takes from outside."""
    tokens = [token for token in Lexer(text).tokenize() if token.token_type in {TokenType.VAR, TokenType.BLOCK}]
    bound = {
        name
        for token in tokens
        if token.contents.startswith(("for ", "with "))
        for name in re.findall(r"\w+", token.contents.removeprefix("for ").partition(" in ")[0])
        if token.contents.startswith("for ")
    }
    bound |= {
        name for token in tokens if token.contents.startswith("with ") for name in re.findall(r"(\w+)=", token.contents)
    }
    named = {name for token in tokens for name in NAME.findall(QUOTED.sub("", token.contents))}
    return named - GRAMMAR - bound


def of_kind(kind: str, language: str) -> dict[str, str]:
    there = translations(language)
    files = [file for file in sources() if file.startswith(f"{kind}/") and file in there]
    return {file: (SENTENCES / language / file).read_text() for file in files}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_there_and_none_too_many(language: str, kind: str) -> None:
    wanted = {file for file in sources() if file.startswith(f"{kind}/")}
    there = {file for file in translations(language) if file.startswith(f"{kind}/")}
    assert (sorted(wanted - there), sorted(there - wanted)) == ([], [])


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_no_kind_of_its_own(language: str) -> None:
    assert {file.partition("/")[0] for file in translations(language)} == set(KINDS)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_was_made_from_the_english_of_today(language: str) -> None:
    known, made = sources(), translated_from(language)
    stale = [file for file, text in known.items() if made.get(file) != digest(text)]
    assert stale == [], f"Read them, then: python -m tests.translated {language} {' '.join(stale)}"
    assert made.keys() == known.keys()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in CODED])
@pytest.mark.parametrize("language", OTHERS)
def test_a_text_says_the_same_facts_as_the_english(language: str, kind: str) -> None:
    known = sources()
    others = {file: sorted(facts(known[file]) ^ facts(text)) for file, text in of_kind(kind, language).items()}
    assert {file: names for file, names in others.items() if names} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_a_refusal_says_only_what_it_knows(language: str) -> None:
    known = {f"refusals/{code_of(kind)}.txt": kind for kind in refusals()}
    for file, text in of_kind("refusals", language).items():
        assert facts(text) <= {"refusal", "reason"}, file
        said = set(re.findall(r"refusal\.(\w+)", text))
        assert said <= set(re.findall(r"self\.(\w+)", _whole(known[file]))), file


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "texts"])
@pytest.mark.parametrize("language", OTHERS)
def test_a_text_renders_and_each_paragraph_is_one_line(language: str, kind: str) -> None:
    known = sources()
    for file, text in of_kind(kind, language).items():
        assert get_template(f"wizard/sentences/{language}/{file}"), file
        paragraphs = text.strip().split("\n\n")
        assert not [paragraph for paragraph in paragraphs if "\n" in paragraph], file
        if kind != "refusals":
            assert len(paragraphs) == len(known[file].strip().split("\n\n")), file


@pytest.mark.parametrize("language", OTHERS)
def test_the_messages_are_those_of_the_pages_and_all_are_translated(language: str) -> None:
    wanted = {(message.id, message.context) for message in extracted() if message.id}
    there = {(message.id, message.context) for message in messages(language) if message.id}
    assert (wanted - there, there - wanted) == (set(), set()), "Run python -m tests.translated"
    unready = [
        message.id for message in messages(language) if message.id and (message.fuzzy or not all(_told(message)))
    ]
    assert unready == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_message_keeps_its_markup_and_what_is_filled_in(language: str) -> None:
    for message in messages(language):
        english = message.id if isinstance(message.id, str) else message.id[-1]
        for told in _told(message) if english else ():
            for pattern in (MARKUP, PLACE):
                assert sorted(pattern.findall(told)) == sorted(pattern.findall(english)), english


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    assert po(language).with_suffix(".mo").read_bytes() == compiled(language), "Run python -m tests.translated"


def test_a_label_in_english_is_the_formats_own() -> None:
    assert set(LABELS) <= {found.slug for found in FORMATS}
    assert [label_of(found) for found in FORMATS] == [found.label for found in FORMATS]


def _told(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _whole(kind: type) -> str:
    return "".join(_sources_of(kind))


def _sources_of(kind: type) -> Iterator[str]:
    import inspect  # noqa: PLC0415

    for each in kind.__mro__:
        if each.__module__.startswith("wizard"):
            yield inspect.getsource(each)
