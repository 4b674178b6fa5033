"""Why a file is no TOML is said in our words, whatever ``tomllib`` calls it."""

from __future__ import annotations

import inspect
import re
from tomllib import _parser  # type: ignore[attr-defined]

import pytest

from wizard.doctor.broken import PLAIN, reason_of
from wizard.doctor.parsing import BrokenToml, parse


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("= 1", "no key, no [table] and no comment begins like this"),
        ("a = 1 b", "something follows where the line should end"),
        ("a", "a key has no = behind it"),
        ("a.= 1", "no key begins like this"),
        ("[a", "the name of a [table] is not closed with ]"),
        ("[[a]", "the name of a [[table]] is not closed with ]]"),
        ("a = 1\na = 2", "this key has a value already"),
        ("a = [1 2]", "a list lacks a comma or its closing ]"),
        ("a = { b = 1 c = 2 }", "a table in braces lacks a comma or its closing }"),
        ('a = "b', "a string is not closed"),
        ("a = 'b", "a string is not closed with '"),
        ("a = '''b", "a string is not closed with '''"),
        ('a = "b\n"', "a string is not closed before its line ends"),
        ("a = 'b\n'", "a string is not closed before its line ends"),
        (
            r'a = "C:\path"',
            "a backslash in a string begins nothing that is known: write it twice, or put the string in",
        ),
        (r'a = "\u12"', r"\u or \U in a string lacks its hexadecimal digits"),
        (r'a = "\ud800"', r"\u or \U in a string names no character"),
        ("a = 2026-02-30", "there is no such date or time"),
        ("a = torch", "no value begins like this; a string needs quotation marks"),
        (f"a = {'9' * 5000}", "a number has more than 4300 digits"),
        ("[tool.'u v']\n[tool.'u v']", "the table tool.'u v' is declared twice"),
        ("a = [1]\n[[a]]", "a has been written as a whole before, so nothing can be added to it"),
        ("[a.b]\n[a]\nb.c = 1", "the table a.b has been declared before, so it cannot be written here as well"),
        ("a = { b = 1, b = 2 }", "the key b stands twice in a table in braces"),
        ("a = '\x0b'", r"the character '\x0b' may not stand here"),
    ],
)
def test_what_is_wrong_is_said_in_our_words(text: str, reason: str) -> None:
    with pytest.raises(BrokenToml) as caught:
        parse(text)
    assert str(caught.value.reason).startswith(reason)


def test_everything_the_parser_always_says_alike_is_known() -> None:
    said = re.findall(r'suffixed_err\(\s*src, pos, "([^{}]+?)"\s*\)', inspect.getsource(_parser))
    assert len(said) > 12
    assert {one.replace("\\\\", "\\") for one in said} <= set(PLAIN)


def test_what_is_not_known_is_quoted_as_the_parsers() -> None:
    assert str(reason_of("Unheard-of (1,)")) == "tomllib says “Unheard-of (1,)”"
