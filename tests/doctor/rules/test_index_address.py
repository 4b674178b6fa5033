"""An index's address has to be that of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, ONE_INDEX, PYPI_ONLY, UNRELATED
from wizard.doctor.findings import Severity
from wizard.doctor.rules.index_address import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

GOOD = "https://download.pytorch.org/whl/cpu"
CU128 = "https://download.pytorch.org/whl/cu128"


def at(url: str) -> str:
    return ONE_INDEX.replace(GOOD, url)


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        BY_MARKER,
        UNRELATED,
        at(f"{GOOD}/"),
        at("https://download.pytorch.org/whl/nightly/cu130"),
        at("https://download.pytorch.org/whl/test/cu130"),
        at("https://download.pytorch.org/whl"),
        at("https://download.pytorch.org/whl/cu999"),
        at("https://download.pytorch.org/whl/cu121_full"),
        at("http://mirror.example/whl/cpu"),
        at(f'{GOOD}/torch"\nformat = "flat'),
    ],
)
def test_nothing_is_found_where_an_address_may_be_right(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("url", "problem", "meant"),
    [
        ("http://download.pytorch.org/whl/cpu", "http", GOOD),
        (f"{GOOD}/torch/", "package", GOOD),
        ("https://download.pytorch.org/whl/cuda128", "spelling", "https://download.pytorch.org/whl/cu128"),
        ("https://download.pytorch.org/whl/cu12.8", "spelling", "https://download.pytorch.org/whl/cu128"),
        ("https://download.pytorch.org/whl/cu-128/", "spelling", "https://download.pytorch.org/whl/cu128"),
        ("https://download.pytorch.org/whl/rocm64", "spelling", "https://download.pytorch.org/whl/rocm6.4"),
    ],
)
def test_an_address_that_is_none_is_found_and_corrected(
    url: str, problem: str, meant: str, catalogue: Catalogue
) -> None:
    (one,) = found_by(RULE, at(url), catalogue)
    assert one.place.path == ("tool", "uv", "index", 0, "url")
    assert one.facts["problem"] == problem
    assert (one.severity is Severity.WARNING) == (problem == "http")
    assert mended_by(RULE, at(url), catalogue) == at(meant)


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("http://download.pytorch.org/whl/cpu/torch", GOOD), ("http://download.pytorch.org/whl/cu12.8", CU128)],
)
def test_several_problems_of_one_address_are_corrected_at_once(wrong: str, meant: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, at(wrong), catalogue)
    assert (one.severity, one.facts["meant"]) == (Severity.ERROR, meant)


@pytest.mark.network
@pytest.mark.parametrize("url", [f"{GOOD}/torch", "https://download.pytorch.org/whl/cu12.8"])
def test_uv_finds_no_torch_at_such_an_address(url: str, real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "torch was not found in the package registry" in real_uv.lock(at(url)).refusal
    assert real_uv.lock(mended_by(RULE, at(url), catalogue)).refusal == ""


@pytest.mark.network
def test_a_slash_at_the_end_does_no_harm(real_uv: RealUv) -> None:
    assert real_uv.lock(at(f"{GOOD}/")).installs("torch") == "2.9.1+cpu from cpu"
