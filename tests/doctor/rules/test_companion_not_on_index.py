"""A source leads to an index that has the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from wizard.doctor.rules.companion_not_on_index import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

BROKEN = project(
    "torch>=2.12", "torchaudio", sources=f"torch = {source('cu132')}\ntorchaudio = {source('cu132')}"
) + index("cu132")


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize("path", ["cu130", "nightly/cu132", "cu134", "other"])
def test_an_index_that_has_it_or_is_not_known_is_left_alone(path: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, BROKEN.replace("whl/cu132", f"whl/{path}"), catalogue) == []


def test_the_nearest_index_that_has_it_is_named(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, BROKEN, catalogue)
    assert found.place.path == ("tool", "uv", "sources", "torchaudio")
    assert (found.facts["package"], found.facts["nearest"], found.fixable) == ("torchaudio", "cu130", False)
    (found,) = found_by(RULE, BROKEN.replace("cu132", "xpu").replace("torchaudio", "torchcodec"), catalogue)
    assert found.facts["nearest"] == ""


@pytest.mark.network
def test_uv_refuses_it_and_takes_the_nearest(real_uv: RealUv) -> None:
    assert "there are no versions of torchaudio" in real_uv.lock(BROKEN).refusal
    assert real_uv.lock(BROKEN.replace("cu132", "cu130")).installs("torchaudio").endswith("from cu130")
