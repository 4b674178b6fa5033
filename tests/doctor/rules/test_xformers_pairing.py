"""xformers beside a torch that it does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project
from tests.doctor.rules.saying import said
from wizard.doctor.rules.xformers_pairing import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

BROKEN = project("torch==2.9.1", "xformers==0.0.31")


@pytest.mark.parametrize(
    "requirements",
    [
        ("torch==2.9.1", "xformers"),
        ("torch==2.9.1", "xformers>=0.0.30"),
        ("torch==2.9.1", "xformers==0.0.33.post2"),
        ("torch>=2.7", "xformers==0.0.31"),
        ("torch==2.15.0", "xformers==0.0.35"),
        ("torch==2.9.1", "xformers==0.0.99"),
        ("torch==2.9.1", "xformers==0.0.21"),
        ("xformers==0.0.31",),
        ("torch==2.9.1 ; sys_platform == 'darwin'", "xformers==0.0.31 ; sys_platform == 'linux'"),
    ],
)
def test_what_goes_together_or_is_not_known_is_left_alone(requirements: tuple[str, ...], catalogue: Catalogue) -> None:
    for text in (*quiet_files(catalogue), project(*requirements)):
        assert found_by(RULE, text, catalogue) == []


def test_the_xformers_that_goes_with_torch_is_named(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, BROKEN, catalogue)
    assert found.place.path == ("project", "dependencies", 1)
    what, cure = said(found)
    assert what.startswith("xformers==0.0.31 requires torch 2.7.1 and no other, but the file asks for torch==2.9.1")
    assert "xformers==0.0.33.post2" in cure


def test_of_a_torch_without_an_xformers_the_other_way_is_named(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, project("torch==2.12.0", "xformers<0.0.29,>=0.0.27"), catalogue)
    what, cure = said(found)
    assert "requires torch 2.3.1 or 2.4.1 or 2.5.1 and no other" in what
    assert cure == "Take the torch that this xformers requires, or a newer xformers."


@pytest.mark.network
def test_uv_refuses_the_two(real_uv: RealUv) -> None:
    assert "xformers==0.0.31 depends on torch==2.7.1" in real_uv.lock(BROKEN).refusal
    assert real_uv.lock(project("torch==2.9.1", "xformers==0.0.33.post2")).refusal == ""
