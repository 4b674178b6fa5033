"""A title and a note are what people wrote, or refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.sharing.words import NotPrintable, NotUnicode, TooLong, UnfitWords, Words, words


def test_ordinary_words_of_any_language_stay_as_they_are() -> None:
    assert words("Unsere GPU-Box <3 & \"'", "für alle\n\t\u0645\u0631 👩\u200d🔬") == Words(
        title="Unsere GPU-Box <3 & \"'", note="für alle\n\t\u0645\u0631 👩\u200d🔬"
    )


def test_line_ends_of_a_form_become_plain_ones_and_the_edges_are_trimmed() -> None:
    assert words("  box ", "\r\none\r\ntwo\rthree\n") == Words(title="box", note="one\ntwo\nthree")


@pytest.mark.parametrize("field", ["title", "note"])
@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\ud800"])
def test_what_shows_nothing_and_may_do_harm_is_refused_by_its_number(field: str, character: str) -> None:
    with pytest.raises(NotPrintable, match=f"^The {field} holds a control character, U\\+{ord(character):04X}\\. "):
        words(**{field: f"a{character}b"})


@pytest.mark.parametrize("field", ["title", "note"])
def test_what_was_no_utf_8_is_refused(field: str) -> None:
    with pytest.raises(NotUnicode, match=f"^The {field} was not sent as UTF-8"):
        words(**{field: b"M\xfcnchen".decode(errors="replace")})


def test_a_title_stays_on_one_line() -> None:
    with pytest.raises(NotPrintable, match=r"U\+000A"):
        words(title="one\ntwo")


def test_the_longest_words_are_kept_and_longer_ones_refused_with_both_lengths() -> None:
    assert words("t" * 80, "n" * 1000)
    with pytest.raises(TooLong, match="The title has 81 characters, and 80 are the most"):
        words(title="t" * 81)
    with pytest.raises(TooLong, match="The note has 1001 characters, and 1000 are the most"):
        words(note="n" * 1001)


@settings(deadline=None)
@given(st.text(st.characters(), max_size=90), st.text(st.characters(), max_size=1100))
def test_whatever_is_kept_is_kept_again_as_it_is(title: str, note: str) -> None:
    try:
        kept = words(title, note)
    except UnfitWords:
        return
    assert words(kept.title, kept.note) == kept
    kept.title.encode()
    kept.note.encode()
