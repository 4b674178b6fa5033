"""torch keeps the triton it was built with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project
from wizard.doctor.rules.override_triton import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def overriding(override: str, torch: str = "torch==2.9.1") -> str:
    return project(torch, uv=f'override-dependencies = ["{override}"]')


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        overriding("triton==3.5.1"),
        overriding("triton>=3.0"),
        overriding("triton==3.2.0 ; sys_platform == 'never'"),
        overriding("triton==3.2.0", "torch>=2.5"),
        overriding("triton==3.2.0", "numpy"),
        overriding("triton==3.2.0", "torch>=9"),
        overriding("numpy==2.0"),
        project("torch==2.9.1", uv='constraint-dependencies = ["triton==3.2.0"]'),
    ],
    ids=["same", "range", "nowhere", "torch-open", "no-torch", "no-such-torch", "other", "constraint"],
)
def test_a_triton_that_torch_may_have_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_another_one_is_named(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, overriding("triton==3.2.0"), catalogue)
    assert found.place.path == ("tool", "uv", "override-dependencies", 0)
    assert (found.facts["required"], found.facts["override"]) == ("3.5.1", "==3.2.0")


@pytest.mark.network
def test_uv_takes_it_without_a_word(real_uv: RealUv) -> None:
    locked = real_uv.lock(overriding("triton==3.2.0"))
    assert locked.refusal == ""
    assert locked.installs("triton").startswith("3.2.0")
