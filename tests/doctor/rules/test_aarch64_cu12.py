"""CUDA 12 builds for a Jetson."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules.aarch64_cu12 import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

JETSON = "platform_machine == 'aarch64' and 'tegra' in platform_release"


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    ("slug", "marker"),
    [
        ("cu128", "platform_machine == 'aarch64'"),
        ("cu128", "platform_machine == 'aarch64' and 'tegra' not in platform_release"),
        ("cu130", JETSON),
        ("rocm6.4", JETSON),
    ],
)
def test_what_is_for_no_jetson_or_has_its_kernels_is_left_alone(slug: str, marker: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, led_to(slug, marker=marker), catalogue) == []


def test_cuda_12_for_a_jetson_is_found(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu128", marker=JETSON), catalogue)
    assert "CUDA 12.8 builds, which have no kernels for Thor" in said(found)[0]
    assert "CUDA 13" in said(found)[1]
