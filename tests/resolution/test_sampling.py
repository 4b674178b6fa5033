"""A sample is the same for everybody, holds only links that can be kept, and soon touches every part of the grammar."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from wizard.choices.decoding import decode
from wizard.choices.grammar import SINGLE, encode
from wizard.configuration.configure import configure
from wizard.resolution import sampling
from wizard.resolution.sampling import draw, drawn, strata

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.resolution.sampling import Stratum

ENOUGH_FOR_EVERY_VALUE = 150
ENOUGH_FOR_EVERY_PAIR = 550
KEYS = (*SINGLE, "with")


@pytest.fixture(scope="module")
def links(catalogue: Catalogue) -> tuple[str, ...]:
    return draw(catalogue, ENOUGH_FOR_EVERY_VALUE, 1)


def test_the_seed_decides_and_a_larger_sample_goes_on_where_a_smaller_one_ends(
    catalogue: Catalogue, links: tuple[str, ...]
) -> None:
    assert draw(catalogue, 20, 1) == links[:20]
    assert not set(draw(catalogue, 20, 2)) & set(links[:20])


def test_links_are_different_and_as_many_as_asked_for(links: tuple[str, ...]) -> None:
    assert len(set(links)) == len(links) == ENOUGH_FOR_EVERY_VALUE


def test_links_are_canonical_and_nothing_in_them_gives_way(catalogue: Catalogue, links: tuple[str, ...]) -> None:
    for link in links:
        decoded = decode(link, catalogue)
        assert not decoded.notices
        assert encode(decoded.choices) == link
        assert not configure(decoded.choices, catalogue).blocked


def test_every_value_is_soon_met(catalogue: Catalogue, links: tuple[str, ...]) -> None:
    values = {value for stratum in strata(catalogue) for value in _values(stratum)}
    met = {value for link in links for one in _strata_of(link, catalogue) for value in one}
    assert values - met == set()


def test_every_key_of_a_link_is_drawn_with_more_than_one_value(catalogue: Catalogue, links: tuple[str, ...]) -> None:
    values: dict[str, set[str]] = {
        key: {""} if key in ("channel", "default", "explain", "with") else set() for key in KEYS
    }
    for pairs in map(parse_qsl, links):
        for key, value in pairs:
            values.setdefault(key, set()).add(value)
    assert {key for key, found in values.items() if len(found) < 2} <= {*catalogue.platforms}
    assert values["project"] == {"project", *sampling.PROJECTS}


def test_then_every_pair_and_then_every_combination(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = list(strata(catalogue))
    drawn_from: list[Stratum] = []

    def undressed(stratum: Stratum, *_: object) -> str:
        drawn_from.append(stratum)
        return repr(stratum)

    monkeypatch.setattr(sampling, "_dressed", undressed)
    assert len(draw(catalogue, len(everything), 1)) == len(everything) == len(set(drawn_from))
    pairs = {pair for stratum in everything for pair in combinations(_values(stratum), 2)}
    met = {pair for stratum in drawn_from[:ENOUGH_FOR_EVERY_PAIR] for pair in combinations(_values(stratum), 2)}
    assert pairs - met == set()


def test_every_platform_with_every_accelerator_that_has_wheels_is_a_stratum(catalogue: Catalogue) -> None:
    cells = {stratum.cell for stratum in strata(catalogue)}
    assert ("linux-x86_64", "cu130") in cells
    assert ("macos-arm64", "pypi") in cells
    assert ("macos-arm64", "cu130") not in cells
    assert {platform for platform, _ in cells} == set(catalogue.platforms)


def test_what_can_never_be_dressed_ends_the_sample(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    first = next(strata(catalogue))
    monkeypatch.setattr(sampling, "strata", lambda _: iter([first]))
    monkeypatch.setattr(sampling, "_parts", lambda *_: ["linux-x86_64=cu999"])
    assert list(drawn(catalogue, 1)) == []


def test_a_link_that_comes_again_is_drawn_once(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    first = next(strata(catalogue))
    monkeypatch.setattr(sampling, "strata", lambda _: iter([first]))
    monkeypatch.setattr(sampling, "_parts", lambda *_: ["linux-x86_64=cu130", "torch=2.13.0"])
    assert len(list(islice(drawn(catalogue, 1), 5))) == 1


def _values(stratum: Stratum) -> tuple[object, ...]:
    return (stratum.cell, stratum.layout, stratum.minor, stratum.bound)


def _strata_of(link: str, catalogue: Catalogue) -> list[tuple[object, ...]]:
    """Return what a link stands for, read off the link itself."""
    choices = decode(link, catalogue).choices
    cells = [(platform, slug) for platform, slugs in choices.accelerators.items() for slug in slugs]
    return [(cell, choices.layout, choices.torch.rpartition(".")[0], choices.bound) for cell in cells]
