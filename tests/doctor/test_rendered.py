"""What the wizard writes, the doctor reads back as it was meant, and finds nothing in."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.links import links
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode
from wizard.configuration.configure import configure
from wizard.doctor.examining import examine
from wizard.doctor.inferring import infer
from wizard.doctor.reading import read
from wizard.rendering import pyproject
from wizard.rendering.usual import usual_choices
from wizard.resolution.sampling import drawn

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Choices
    from wizard.configuration.values import Configuration

HARD: Final = (
    "linux-aarch64=cu129&windows-x86_64=cu128&layout=extras&torch=2.8.0&with=torchvision",
    "linux-x86_64=cu128&linux-aarch64=cu128&layout=extras&torch=2.7.1&with=torchvision",
    "linux-x86_64=rocm6.1&linux-aarch64=pypi&windows-x86_64=cpu&macos-arm64=cpu&layout=find-links&torch=2.4.0&bound=exact",
)
"""A triton that ARM64 alone needs, and a version that PyPI and a linked page have."""


def rendered(choices: Choices, catalogue: Catalogue) -> str:
    return pyproject.render(configure(choices, catalogue))


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_nothing_is_found_in_what_the_wizard_writes(data: st.DataObject, catalogue: Catalogue) -> None:
    choices = decode(data.draw(links(catalogue)), catalogue).choices
    found = examine(read(rendered(choices, catalogue), catalogue), catalogue)
    unadvised = {"python-no-wheel"} if is_left_open(configure(choices, catalogue)) else set()
    assert [(one.key, one.severity) for one in found if one.code not in unadvised] == [], encode(choices)


def is_left_open(configuration: Configuration) -> bool:
    """Say whether somebody left the range of Pythons open, which the wizard itself advises against."""
    return any(one.code == "open-python" for one in configuration.advice)


def test_nothing_is_found_in_the_usual_choices(catalogue: Catalogue) -> None:
    for usual in usual_choices():
        text = rendered(decode(usual.link, catalogue).choices, catalogue)
        assert [one.key for one in examine(read(text, catalogue), catalogue)] == [], usual.link


def test_the_choices_behind_a_written_file_write_it_again(catalogue: Catalogue) -> None:
    # Lost are comments, and platforms without a mark in the file: those on PyPI's build, and others of a system whose
    # only chosen machine was one. The file is the same with or without them.
    lost = []
    for link in (*HARD, *islice(drawn(catalogue, seed=3), 150)):
        choices = replace(decode(link, catalogue).choices, explain=False)
        text = rendered(choices, catalogue)
        inferred = infer(read(text, catalogue), catalogue)
        nothing_tells_the_layout = choices.layout.pins and choices.used_accelerators(catalogue) == ("pypi",)
        if rendered(inferred.choices, catalogue) != text and not nothing_tells_the_layout:
            lost.append((link, inferred.link))
        assert (inferred.unread, inferred.notices) == ((), ())
    assert lost == []


def test_most_usual_choices_come_back_as_links(catalogue: Catalogue) -> None:
    lost = set()
    for usual in usual_choices():
        choices = decode(usual.link, catalogue).choices
        inferred = infer(read(rendered(choices, catalogue), catalogue), catalogue)
        if inferred.link != encode(choices):
            lost.add(usual.slug)
    # a Mac on PyPI's build beside other machines leaves no mark, nor does a system's machine that stands alone
    assert lost == {"gpu-box-and-mac", "cuda-by-default", "arm-server", "intel-mac"}
