"""torchcodec goes with its torch, though nothing in its metadata says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from wizard.doctor.rules.torchcodec_pairing import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

BROKEN = project("torch==2.9.1", "torchcodec")


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "requirements",
    [
        ("torch", "torchcodec"),
        ("torch>=2.11", "torchcodec>=0.12"),
        ("torch==2.8.0", "torchcodec==0.6.0"),
        ("torch==2.8.0", "torchcodec==0.7.0"),
        ("torch==2.9.0", "torchcodec==0.9.1"),
        ("torch==2.12.0", "torchcodec==0.17.0"),
        ("torch==2.4.0", "torchcodec==0.0.1"),
        ("torchcodec",),
    ],
)
def test_what_goes_together_or_is_not_known_is_left_alone(requirements: tuple[str, ...], catalogue: Catalogue) -> None:
    assert found_by(RULE, project(*requirements), catalogue) == []


def test_an_index_that_ends_with_both_is_left_alone(catalogue: Catalogue) -> None:
    sources = f"torch = {source('cu128')}\ntorchcodec = {source('cu128')}"
    text = project("torch>=2.9 ; sys_platform == 'linux'", "torchcodec==0.11.1", sources=sources) + index("cu128")
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("requirements", "specifier"),
    [
        (("torch==2.9.1", "torchcodec"), "==0.9.*"),
        (("torch==2.9.1", "torchcodec==0.7.0"), "==0.9.1"),
        (("torch~=2.8.0", "torchcodec>=0.5"), "==0.7.*"),
    ],
)
def test_it_is_bound_to_the_one_for_torch(requirements: tuple[str, ...], specifier: str, catalogue: Catalogue) -> None:
    text = project(*requirements)
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("project", "dependencies", 1)
    mended = mended_by(RULE, text, catalogue)
    assert f'"torchcodec{specifier}"' in mended
    assert found_by(RULE, mended, catalogue) == []


def test_where_no_pair_is_known_a_person_decides(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, project("torch>=2.9", "torchcodec==0.9.1"), catalogue)
    assert not found.fixable


@pytest.mark.network
def test_uv_takes_the_newest_for_an_old_torch_and_the_right_one_once_mended(
    real_uv: RealUv, catalogue: Catalogue
) -> None:
    assert real_uv.lock(BROKEN).installs("torchcodec") == "0.17.0 from pypi"
    assert real_uv.lock(mended_by(RULE, BROKEN, catalogue)).installs("torchcodec") == "0.9.1 from pypi"
