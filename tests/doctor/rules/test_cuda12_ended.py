"""CUDA 12 indexes that are asked for what came after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules import index_version_window
from wizard.doctor.rules.cuda12_ended import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    ("slug", "torch"),
    [
        ("cu126", "torch>=2.14.1"),
        ("cu126", "torch"),
        ("cu128", "torch>=2.12"),
        ("cu130", "torch>=2.15"),
        ("cpu", "torch>=2.15"),
    ],
)
def test_what_some_cuda_12_has_is_left_alone(slug: str, torch: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, led_to(slug, torch), catalogue) == []


@pytest.mark.parametrize("slug", ["cu126", "cu128"])
def test_what_no_cuda_12_has_is_found(slug: str, catalogue: Catalogue) -> None:
    text = led_to(slug, "torch>=2.15")
    (found,) = found_by(RULE, text, catalogue)
    assert "no torch after 2.14.1 is built for CUDA 12" in said(found)[0]
    assert "CUDA 13.0" in said(found)[1]
    assert "580" in said(found)[1]
    assert found_by(index_version_window.RULE, text, catalogue) == []


def test_an_index_that_ended_before_the_others_is_told_from_those(catalogue: Catalogue) -> None:
    (early,) = found_by(RULE, led_to("cu128", "torch>=2.15"), catalogue)
    assert said(early)[1].endswith("torch 2.11.0 or older, or for torch 2.14.1 or older of the index of CUDA 12.6.")
    (late,) = found_by(RULE, led_to("cu126", "torch>=2.15"), catalogue)
    assert said(late)[1].endswith("ask for torch 2.14.1 or older.")


@pytest.mark.network
def test_uv_refuses_to_lock(real_uv: RealUv) -> None:
    assert "torch" in real_uv.lock(led_to("cu126", "torch>=2.15")).refusal
