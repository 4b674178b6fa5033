"""Versions that an index does not have, and indexes that have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from tests.documents import configuration_of
from wizard.doctor.findings import Severity
from wizard.doctor.rules.index_version_window import RULE
from wizard.rendering import pyproject

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

TWO = 'torch = { index = "pytorch" }\ntorchvision = { index = "pytorch" }'


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        led_to("cu128", "torch==2.9.1"),
        led_to("cu128", "torch>=2.7.0"),
        led_to("cu128", "torch>=2,<2.11"),
        led_to("cu117", "torch==1.13.1"),
        led_to("cu130", "torch>=99"),
        led_to("cu130", "torch"),
        led_to("cu130", "torch==2.15.0"),
        led_to("cu126", "torch>=2.15"),
        led_to("nightly/cu128", "torch>=2.12"),
        led_to("rocm6.4", "torch>=2.13", marker="sys_platform == 'win32'"),
        from_pypi("torch==2.4.1"),
        led_to("cu126", "torch>=2.5").replace("download.pytorch.org/whl", "pypi.jetson-ai-lab.io/jp6"),
        led_to("cpu", "torch"),
        led_to("cu128", "torchcodec==0.17").replace("torch = {", "torchcodec = {"),
    ],
    ids=lambda text: text[70:150],
)
def test_what_an_index_has_or_may_have_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("slug", "torch"),
    [("cu128", "torch<2.14,>=2.12"), ("cu130", "torch==2.4.1"), ("rocm6.3", "torch==2.10.0"), ("cu118", "torch>2.7.1")],
)
def test_what_an_index_surely_lacks_is_an_error(slug: str, torch: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to(slug, torch), catalogue)
    assert (found.severity, found.place.path) == (Severity.ERROR, ("project", "dependencies", 0))
    assert f"has no {torch}" in said(found)[0]


def test_it_says_what_the_index_has_and_who_has_it(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu128", "torch==2.12.1"), catalogue)
    assert "The CUDA 12.8 index has no torch==2.12.1, only 2.7.0 to 2.11.0" in said(found)[0]
    assert "CUDA 13.0" in said(found)[1]
    assert "CUDA 12.4" not in said(found)[1]


def test_a_package_beside_torch_is_looked_for_too_and_one_index_is_named_once(catalogue: Catalogue) -> None:
    text = led_to("cu128", "torch==2.9.1", "torchvision==0.27.1").replace('torch = { index = "pytorch" }', TWO)
    (found,) = found_by(RULE, text, catalogue)
    assert found.facts["package"] == "torchvision"
    text = led_to("cu128", "torch==2.12.1", "torchvision==0.27.1").replace('torch = { index = "pytorch" }', TWO)
    (found,) = found_by(RULE, text, catalogue)
    assert found.facts["package"] == "torch"


@pytest.mark.parametrize("torch", ["torch", "torch>=2.1"])
def test_an_index_that_ended_unnoticed_is_worth_knowing(torch: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu128", torch), catalogue)
    assert found.severity is Severity.INFO
    assert "ended with torch 2.11.0" in said(found)[0]
    assert "Blackwell" not in said(found)[0]
    assert "torch>=2.11.0" in said(found)[1]
    assert "CUDA 13.2" in said(found)[1]


def test_the_last_version_as_a_bound_is_what_the_wizard_writes(catalogue: Catalogue) -> None:
    written = pyproject.render(configuration_of("linux-x86_64=cu124&torch=2.6.0", catalogue))
    assert '"torch>=2.6.0"' in written
    for text in (written, led_to("cu124", "torch>=2.6.0"), led_to("cu124", "torch>=2.6")):
        assert found_by(RULE, text, catalogue) == []


def test_an_old_cuda_is_not_for_new_cards(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu124", "torch"), catalogue)
    assert "Blackwell" in said(found)[0]


@pytest.mark.network
def test_uv_says_that_there_is_no_such_version(real_uv: RealUv) -> None:
    assert "no version of torch==2.12.1" in real_uv.lock(led_to("cu128", "torch==2.12.1")).refusal
    stuck = real_uv.lock(led_to("cu128", "torch"))
    assert stuck.versions("torch") == {"2.11.0+cu128"}
