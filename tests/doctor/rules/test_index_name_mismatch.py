"""An index's name says what its address says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.pieces import BY_MARKER, ONE_INDEX, PYPI_ONLY, TWO_EXTRAS, UNRELATED
from wizard.doctor.rules.index_name_mismatch import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def named(name: str, place: str = "cu126") -> str:
    return ONE_INDEX.replace("pytorch-cpu", name).replace("whl/cpu", f"whl/{place}")


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        BY_MARKER,
        TWO_EXTRAS,
        UNRELATED,
        named("pytorch"),
        named("pytorch-cuda"),
        named("torch_cu126"),
        named("cu126-or-cpu"),
        named("pytorch-cu-126"),
        named("pytorch-rocm64", "rocm6.4"),
        named("pytorch-rocm6.4", "rocm6.4"),
        named("pytorch-nightly-cu130", "nightly/cu130"),
        named("pytorch-cu999", "cu999"),
    ],
)
def test_nothing_is_found_where_the_name_is_right_or_tells_nothing(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("name", "place", "told"),
    [("pytorch-cu124", "cu126", "cu124"), ("pytorch-cpu", "cu126", "cpu"), ("rocm6.3", "rocm6.4", "rocm6.3")],
)
def test_a_name_that_tells_another_accelerator_is_found(name: str, place: str, told: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, named(name, place), catalogue)
    assert one.place.path == ("tool", "uv", "index", 0, "name")
    assert (one.facts["told"], one.facts["accelerator"]) == (told, place)


@pytest.mark.network
def test_uv_goes_by_the_address(real_uv: RealUv) -> None:
    assert real_uv.lock(named("pytorch-cpu")).installs("torch") == "2.9.1+cu126 from cu126"
