"""What must hold for every link: it opens, it is canonical, and it keeps meaning the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.links import links
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

ALLOWED: Final = set("abcdefghijklmnopqrstuvwxyz0123456789._~-=&")
OLD_LINKS: Final = [
    line.split()
    for line in (Path(__file__).parent / "old_links.txt").read_text().splitlines()
    if line[:1] not in {"", "#"}
]


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_every_link_becomes_one_that_opens_as_it_is(data: st.DataObject, catalogue: Catalogue) -> None:
    link = data.draw(links(catalogue))
    choices = decode(link, catalogue).choices
    canonical = encode(choices)
    again = decode(canonical, catalogue)
    assert again.notices == ()
    assert again.choices == choices
    assert encode(again.choices) == canonical
    assert set(canonical) <= ALLOWED


@settings(deadline=None, max_examples=100)
@given(text=st.one_of(st.text(max_size=300), st.binary(max_size=200).map(lambda raw: raw.decode("latin-1"))))
def test_nothing_a_person_can_type_breaks_a_link(text: str, catalogue: Catalogue) -> None:
    assert encode(decode(text, catalogue).choices)


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_order_and_case_do_not_matter(data: st.DataObject, catalogue: Catalogue) -> None:
    canonical = encode(decode(data.draw(links(catalogue)), catalogue).choices)
    shuffled = "&".join(data.draw(st.permutations(canonical.split("&")))).upper()
    assert encode(decode(shuffled, catalogue).choices) == canonical


@pytest.mark.parametrize(("old", "canonical"), OLD_LINKS)
def test_a_link_of_old_opens_for_ever(old: str, canonical: str, catalogue: Catalogue) -> None:
    decoded = decode(old, catalogue)
    assert encode(decoded.choices) == canonical
    assert decoded.notices == ()
