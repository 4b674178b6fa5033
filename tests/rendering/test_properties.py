"""What must hold for every document the wizard writes."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.requirements import Requirement

from tests.documents import Document
from tests.links import links
from wizard.catalogue.nightly import seen_through
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode
from wizard.configuration.configure import configure
from wizard.rendering import FORMATS, fragment, pyproject

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Configuration


def drawn(data: st.DataObject, catalogue: Catalogue) -> Configuration:
    return configure(decode(data.draw(links(catalogue)), catalogue).choices, catalogue)


@settings(deadline=None, max_examples=120)
@given(data=st.data())
def test_every_document_parses_and_is_the_same_twice(data: st.DataObject, catalogue: Catalogue) -> None:
    configuration = drawn(data, catalogue)
    for output in FORMATS:
        if not output.misses(configuration):
            assert output.render(configuration) == output.render(configuration)
    whole, part = tomllib.loads(pyproject.render(configuration)), tomllib.loads(fragment.render(configuration))
    assert part.get("tool") == whole.get("tool")
    assert whole["project"]["name"] == configuration.choices.project


@settings(deadline=None, max_examples=120)
@given(data=st.data())
def test_every_chosen_cell_ends_on_its_chosen_index(data: st.DataObject, catalogue: Catalogue) -> None:
    configuration = drawn(data, catalogue)
    document = Document(tomllib.loads(pyproject.render(configuration)))
    for platform, slug in () if configuration.choices.layout.pins else configuration.choices.cells:
        accelerator = seen_through(catalogue, configuration.choices.channel).accelerators[slug]
        selection = accelerator.name if configuration.choices.layout.selects else ""
        for package in configuration.choices.family:
            wanted = [accelerator.url] if accelerator.index else []
            assert document.indexes(package, platform, selection) == wanted
            assert package in document.requirements(platform, selection)


@settings(deadline=None, max_examples=120)
@given(data=st.data())
def test_every_document_keeps_the_rules_uv_does_not_check(data: st.DataObject, catalogue: Catalogue) -> None:
    configuration = drawn(data, catalogue)
    document = Document(tomllib.loads(pyproject.render(configuration)))
    sources = [source for found in document.uv.get("sources", {}).values() for source in found]
    assert {source["index"] for source in sources} == set(document.urls)
    assert all(index["explicit"] for index in document.uv.get("index", []))
    assert all(len(members) > 1 for members in document.uv.get("conflicts", []))
    assert all("extra" not in source.get("marker", "") for source in sources)
    lines = [Requirement(line) for found in document.selections.values() for line in found]
    assert configuration.choices.layout.pins or not any("+" in str(line.specifier) for line in lines)
    assert all(line.marker is None or "extra" not in str(line.marker) for line in lines)
    for package, found in document.uv.get("sources", {}).items():
        for selection in document.selections:
            for machine in configuration.choices.accelerators:
                assert len(document.indexes(package, machine, selection)) <= 1
        assert any(line.name == package for line in lines), "a source for nothing is ignored by uv"
        assert found


@settings(deadline=None, max_examples=120)
@given(data=st.data())
def test_what_a_format_narrows_choices_to_can_be_had(data: st.DataObject, catalogue: Catalogue) -> None:
    configuration = drawn(data, catalogue)
    for output in FORMATS:
        narrowed = output.narrowed(configuration.choices)
        assert output.narrowed(narrowed) == narrowed
        decoded = decode(encode(narrowed), catalogue)
        assert (decoded.choices, decoded.notices) == (narrowed, ())
        assert configuration.blocked or not configure(narrowed, catalogue).blocked
