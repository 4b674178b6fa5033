"""Packages for CUDA 12 beside PyPI's torch for CUDA 13."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.findings import Severity
from wizard.doctor.rules.pypi_cuda13 import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        from_pypi("torch", "cupy-cuda13x"),
        from_pypi("torch<2.11", "cupy-cuda12x"),
        from_pypi("torch>=99", "cupy-cuda12x"),
        from_pypi("torch", "accu12", "cu12ious"),
        led_to("cu130", "torch", "cupy-cuda12x"),
        from_pypi("torch", "cupy-cuda12x ; sys_platform == 'win32'"),
    ],
    ids=["the same", "an older torch", "newer than is known", "names like it", "a source", "not on Linux"],
)
def test_what_goes_together_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize("package", ["cupy-cuda12x", "nvidia-cublas-cu12", "jax-cuda12-plugin", "something-cu128"])
def test_a_package_for_cuda_12_is_found(package: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, from_pypi("torch>=2.3", package), catalogue)
    assert (found.severity, found.place.path) == (Severity.INFO, ("project", "dependencies", 0))
    assert f"{package} is for CUDA 12, but" in said(found)[0]
    assert "torch>=2.3 for Linux is built for CUDA 13.2" in said(found)[0]
    assert "at least 580" in said(found)[0]
    assert "cap torch at 2.10.0" in said(found)[1]
