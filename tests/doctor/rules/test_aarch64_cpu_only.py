"""What needs a card on Linux ARM64 beside PyPI's torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules.aarch64_cpu_only import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

ARM = "sys_platform == 'linux' and platform_machine == 'aarch64'"
CARD = f"onnxruntime-gpu ; {ARM}"


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        from_pypi("torch<2.11", "onnxruntime-gpu"),
        from_pypi("torch==2.11.0", CARD),
        from_pypi("torch", CARD),
        from_pypi("torch>=99", CARD),
        from_pypi("torch<2.11", f"onnxruntime ; {ARM}"),
        led_to("cu130", "torch==2.9.1", CARD, marker=ARM),
    ],
    ids=["no machine named", "with CUDA", "open", "newer than is known", "for the CPU", "a source"],
)
def test_where_no_card_is_expected_or_torch_can_use_it_nothing_is_found(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_what_needs_a_card_is_found(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, from_pypi("torch<2.11", CARD), catalogue)
    assert "torch<2.11 is for the CPU alone there" in said(found)[0]
    assert "torch 2.11.0 or newer" in said(found)[1]
    named = from_pypi("torch<2.11", "onnxruntime-gpu", uv=f'environments = ["{ARM}"]')
    assert len(found_by(RULE, named, catalogue)) == 1
