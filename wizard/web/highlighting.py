"""Text as HTML whose parts a style sheet can colour: no more elements than there are colours to see."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.utils.html import escape
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, String, is_token_subtype

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.lexer import Lexer
    from pygments.token import _TokenType

COLOURS: Final = {
    Comment: "c",
    Keyword.Constant: "m",
    Keyword: "k",
    Name.Builtin: "m",
    Name.Tag: "k",
    Name.Variable: "v",
    Number: "m",
    String: "s",
}
"""The class of each kind of token; of two that fit, the first."""


def highlighted(text: str, lexer: str) -> str:
    """Return a text as HTML; ``lexer`` is Pygments' name of its language.

    Each run of one colour is one element, and none goes over the end of a line.
    """
    return "".join(_elements(text, lexer))


def _elements(text: str, lexer: str) -> Iterator[str]:
    for colour, tokens in groupby(_lexer(lexer).get_tokens(text), key=lambda token: _colour(token[0])):
        run = escape("".join(value for _, value in tokens))
        if colour:
            yield "\n".join(f'<span class="{colour}">{line}</span>' if line else "" for line in run.split("\n"))
        else:
            yield run


@cache
def _colour(kind: _TokenType) -> str:
    return next((colour for known, colour in COLOURS.items() if is_token_subtype(kind, known)), "")


@cache
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)
