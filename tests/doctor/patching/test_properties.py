"""What must hold for every file and configuration: applied twice is once, and uv sees what was configured."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.doctor.patching.files import FILES
from tests.links import links
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.doctor.patching import apply
from wizard.rendering import pyproject

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue


@pytest.mark.parametrize("name", FILES)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_applied_twice_is_applied_once(name: str, data: st.DataObject, catalogue: Catalogue) -> None:
    configuration = configure(decode(data.draw(links(catalogue)), catalogue).choices, catalogue)
    once = apply(FILES[name], configuration, catalogue)
    tomllib.loads(once.removeprefix("\ufeff"))
    assert apply(once, configuration, catalogue) == once


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_what_the_wizard_wrote_stays_as_it_is(data: st.DataObject, catalogue: Catalogue) -> None:
    configuration = configure(decode(data.draw(links(catalogue)), catalogue).choices, catalogue)
    text = pyproject.render(configuration)
    assert apply(text, configuration, catalogue) == text


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_an_empty_file_becomes_the_file_the_wizard_writes(data: st.DataObject, catalogue: Catalogue) -> None:
    configuration = configure(decode(data.draw(links(catalogue)), catalogue).choices, catalogue)
    wanted = tomllib.loads(pyproject.render(configuration))
    if not configuration.dependencies:
        del wanted["project"]["dependencies"]
    assert tomllib.loads(apply("", configuration, catalogue)) == wanted


@pytest.mark.parametrize("name", FILES)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_the_way_to_a_file_does_not_matter(name: str, data: st.DataObject, catalogue: Catalogue) -> None:
    """Through any other configuration, the family's routes are those of the last."""
    first = configure(decode(data.draw(links(catalogue)), catalogue).choices, catalogue)
    last = configure(decode(data.draw(links(catalogue)), catalogue).choices, catalogue)
    text = apply(apply(FILES[name], first, catalogue), last, catalogue)
    sources = tomllib.loads(text.removeprefix("\ufeff")).get("tool", {}).get("uv", {}).get("sources", {})
    assert {package for package in sources if package.startswith("torch")} == {
        package for package in last.sources if package.startswith("torch")
    }
