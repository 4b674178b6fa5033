"""Every usual choice holds, and one that does not is named with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wizard.configuration.configure import configure
from wizard.configuration.outcomes import outcomes
from wizard.configuration.values import Advice
from wizard.rendering import pyproject, usual
from wizard.rendering.usual import UsualChoice, broken_choices, usual_choices

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Configuration


def test_every_usual_choice_holds(catalogue: Catalogue) -> None:
    assert broken_choices(catalogue) == {}
    assert len({choice.slug for choice in usual_choices()}) == len(usual_choices()) > 8


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("linux-x86_64=cu999", "unknown-accelerator"),
        ("windows-arm64=cpu&torch=2.11.0", "torch-not-there"),
        ("linux-x86_64=pypi&torch=2.13.0&python=3.12&bound=exact&project=numpy", "bad-project"),
    ],
)
def test_a_choice_whose_link_gives_way_is_named(
    link: str, reason: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usual, "usual_choices", lambda: (UsualChoice(slug="x", name="A box", link=link),))
    (sentence,) = broken_choices(catalogue).values()
    assert sentence.startswith("The usual choice 'A box' would break: ")
    assert reason in sentence


def test_a_blocked_choice_is_named(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    advice = (Advice(code="no-python", severity="blocked", facts={}),)
    monkeypatch.setattr(usual, "configure", lambda *asked: replace(configure(*asked), advice=advice))
    assert all("would break: no-python (" in sentence for sentence in broken_choices(catalogue).values())


def test_a_catalogue_without_an_index_breaks_what_needs_it(catalogue: Catalogue) -> None:
    empty = replace(catalogue, builds={key: found for key, found in catalogue.builds.items() if key[0] != "rocm6.4"})
    assert any("'AMD GPU'" in sentence for sentence in broken_choices(empty).values())


def test_a_file_that_is_no_toml_is_named(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Configuration) -> str:
        return "[project"

    monkeypatch.setattr(pyproject, "FORMAT", replace(pyproject.FORMAT, render=broken))
    assert all("its file is no TOML" in sentence for sentence in broken_choices(catalogue).values())


def test_a_machine_without_its_wheel_is_named(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        usual, "outcomes", lambda *asked: tuple(replace(one, builds=(("torch", None),)) for one in outcomes(*asked))
    )
    sentences = list(broken_choices(catalogue).values())
    assert len(sentences) == len(usual_choices())
    assert "no wheels for linux-x86_64 with Python" in sentences[0]
