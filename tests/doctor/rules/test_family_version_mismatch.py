"""Companions are asked for at versions that go with torch's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, with_uv
from wizard.doctor.rules.family_version_mismatch import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

BROKEN = project("torch==2.9.1", "torchvision==0.20.1")
SILENT = project("torch==2.9.1", "torchaudio==2.11.0")


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "requirements",
    [
        ("torch==2.9.1", "torchvision==0.24.1"),
        ("torch==2.9.1+cu128", "torchvision==0.24.1+cu128"),
        ("torch==2.9.1", "torchvision>=0.20"),
        ("torch>=2.2", "torchvision==0.20.1", "torchaudio==2.5.1"),
        ("torch==2.0.0", "torchvision==0.15.0"),
        ("torch==2.15.0", "torchvision==0.29.2", "torchaudio==2.11.0"),
        ("torch>=9", "torchvision==0.20.1"),
        ("torch==2.9.1", "torchvision==9"),
        ("torch==1.13.1", "torchvision==0.14.1"),
        ("torchvision==0.20.1",),
        ("torch==2.9.1 ; sys_platform == 'linux'", "torchvision==0.20.1 ; sys_platform == 'darwin'"),
    ],
)
def test_what_goes_together_or_is_not_known_is_left_alone(requirements: tuple[str, ...], catalogue: Catalogue) -> None:
    assert found_by(RULE, project(*requirements), catalogue) == []


def test_a_constraint_or_an_override_may_bring_them_together(catalogue: Catalogue) -> None:
    open_one = project("torch>=2.2", "torchvision==0.20.1", sources="numpy = { path = 'n' }")
    assert found_by(RULE, with_uv(open_one, 'constraint-dependencies = ["torch<2.6"]'), catalogue) == []
    assert found_by(RULE, with_uv(open_one, 'constraint-dependencies = ["torch>2.6"]'), catalogue) != []
    pinned = open_one.replace("torch>=2.2", "torch==2.9.1")
    assert found_by(RULE, with_uv(pinned, 'override-dependencies = ["torch==2.5.1"]'), catalogue) == []


@pytest.mark.parametrize(
    ("torch", "companion", "pair"),
    [
        ("torch==2.9.1", "torchvision==0.20.1", "torchvision==0.24.1"),
        ("torch==2.9.1+cu128", "torchvision == 0.20.1 ; sys_platform == 'linux'", "torchvision==0.24.1 ; sys_pl"),
        ("torch~=2.8.0", "torchvision[scipy]~=0.22.0", "torchvision[scipy]==0.23.*"),
        ("torch==2.9.1", "torchaudio==2.11.0", "torchaudio==2.9.1"),
        ("torch>=2.6,<2.8", "torchaudio (>=2.8,<2.11)", "torchaudio==2.7.*"),
    ],
)
def test_the_companion_is_changed_to_what_goes_with_torch(
    torch: str, companion: str, pair: str, catalogue: Catalogue
) -> None:
    text = project(torch, companion)
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("project", "dependencies", 1)
    mended = mended_by(RULE, text, catalogue)
    assert f'"{pair}' in mended
    assert found_by(RULE, mended, catalogue) == []


def test_where_torch_is_open_a_person_decides(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, project("torch>=2.10", "torchvision==0.20.1"), catalogue)
    assert (found.fixable, found.facts["refused"]) == (False, True)


def test_base_and_extra_count_together(catalogue: Catalogue) -> None:
    text = project("torch>=2.5", extras='old = ["torch==2.5.1", "torchvision==0.20.1"]')
    assert found_by(RULE, text, catalogue) == []
    (found,) = found_by(RULE, text.replace("2.5.1", "2.6.0"), catalogue)
    assert found.place.path == ("project", "optional-dependencies", "old", 1)


@pytest.mark.network
def test_uv_refuses_what_metadata_keep_apart_and_takes_the_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "torchvision==0.20.1 depends on torch==2.5.1" in real_uv.lock(BROKEN).refusal
    mended = real_uv.lock(mended_by(RULE, BROKEN, catalogue))
    assert mended.installs("torchvision") == "0.24.1 from pypi"


@pytest.mark.network
def test_uv_takes_what_metadata_are_silent_about(real_uv: RealUv, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, SILENT, catalogue)
    assert found.facts["refused"] is False
    assert real_uv.lock(SILENT).installs("torchaudio") == "2.11.0 from pypi"
    assert real_uv.lock(mended_by(RULE, SILENT, catalogue)).installs("torchaudio") == "2.9.1 from pypi"
