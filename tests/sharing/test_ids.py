"""Ids are short, can be read aloud and typed again, and stay apart where digests begin alike."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.sharing.ids import ALPHABET, candidates, meant, spelled

DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@settings(deadline=None)
@given(DIGESTS)
def test_an_id_begins_with_ten_letters_and_grows_to_all_of_the_digest(digest: str) -> None:
    found = list(candidates(digest))
    assert [len(each) for each in found] == list(range(10, 53))
    assert all(spelled(digest).startswith(each) for each in found)
    assert set(found[-1]) <= set(ALPHABET)


@settings(deadline=None)
@given(DIGESTS, DIGESTS)
def test_two_digests_share_all_ids_only_if_they_are_one(one: str, other: str) -> None:
    assert (spelled(one) == spelled(other)) == (one == other)


def test_the_spelling_is_what_it_always_was() -> None:
    assert spelled("00" * 32) == "0" * 52
    assert spelled("ff" * 32) == "z" * 51 + "g"
    assert next(candidates("0123456789abcdef" * 4)) == "04hmasw9nf"


@settings(deadline=None)
@given(DIGESTS, st.data())
def test_an_id_is_known_in_any_case_and_with_look_alikes(digest: str, data: st.DataObject) -> None:
    (key,) = islice(candidates(digest), 1)
    other = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(data.draw(st.sampled_from(other.get(sign, sign + sign.upper()))) for sign in key)
    assert meant(typed) == key


@pytest.mark.parametrize(
    "typed", ["", "short", "04hmasw9nf/", "04hmasw9nu", "04hmasw9n\x00", "04hmasw9nf ", "\uff104hmasw9nf"]
)
def test_what_is_no_id_is_none(typed: str) -> None:
    assert meant(typed) == ""
