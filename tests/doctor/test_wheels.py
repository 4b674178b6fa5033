"""Which wheels there may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.doctor.wheels import installs, is_for_cards, served, systems_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue


def test_what_was_only_heard_of_may_be_there(catalogue: Catalogue) -> None:
    assert served(catalogue, ("linux-x86_64", "cu130"))[0] == "2.15.0"
    assert served(catalogue, ("linux-x86_64", "cu128"))[0] == "2.11.0"
    assert "0.29.0" in served(catalogue, ("linux-x86_64", "cu130"), "torchvision")


def test_no_index_has_a_build_for_a_mac_that_pypi_lacks(catalogue: Catalogue) -> None:
    assert served(catalogue, ("macos-x86_64", "cpu"))[0] == "2.2.2"
    assert served(catalogue, ("macos-arm64", "cpu"))[0] == "2.15.0"


@pytest.mark.parametrize(
    ("accelerator", "torch", "python", "expected"),
    [
        ("cu128", "2.11.0", "3.14", True),
        ("cu128", "2.11.0", "3.15", False),
        ("cu128", "2.12.0", "3.13", False),
        ("cu130", "2.15.0", "3.15", True),
        ("cu130", "2.15.0", "3.10", False),
    ],
)
def test_a_python_may_have_a_wheel(
    accelerator: str, torch: str, python: str, *, expected: bool, catalogue: Catalogue
) -> None:
    assert installs(catalogue, ("linux-x86_64", accelerator), torch, python) is expected


def test_systems_are_those_an_accelerator_was_built_for(catalogue: Catalogue) -> None:
    assert systems_of(catalogue, "cu130") == ("linux", "win32")
    assert systems_of(catalogue, "rocm6.4") == ("linux",)


def test_graphics_cards_are_told_from_the_rest(catalogue: Catalogue) -> None:
    assert [slug for slug in ("cu130", "rocm6.4", "xpu", "cpu", "pypi", "") if is_for_cards(catalogue, slug)] == [
        "cu130",
        "rocm6.4",
        "xpu",
    ]
