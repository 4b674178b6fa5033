"""torch is asked for by its name, and by no extra that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project
from wizard.doctor.findings import Severity
from wizard.doctor.rules.wrong_package_name import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        project("torch[opt-einsum]", "pytorch-lightning", "torchvision[scipy]", "transformers[torch]"),
        project("pytorch @ https://a.org/pytorch-1-py3-none-any.whl"),
        project("pytorch", sources="pytorch = { git = 'https://a.org/pytorch' }"),
        project(uv='constraint-dependencies = ["pytorch"]'),
        project("pytorch", uv='index-url = "https://a.org/simple"'),
    ],
)
def test_other_names_and_other_places_are_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("wrong", "right", "severity"),
    [
        ("pytorch", "torch", Severity.ERROR),
        ("PyTorch >= 2.9 ; sys_platform == 'linux'", "torch >= 2.9 ; sys_platform == 'linux'", Severity.ERROR),
        ("torch[cu128]>=2.9", "torch>=2.9", Severity.WARNING),
        ("torchvision[cuda]", "torchvision", Severity.WARNING),
    ],
)
def test_the_right_name_takes_its_place(wrong: str, right: str, severity: Severity, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, project("numpy", wrong), catalogue)
    assert (found.severity, found.place.path) == (severity, ("project", "dependencies", 1))
    assert mended_by(RULE, project("numpy", wrong), catalogue) == project("numpy", right)


@pytest.mark.network
def test_uv_finds_nothing_to_install_in_pytorch(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = project("pytorch")
    assert "all versions of pytorch have no usable wheels" in real_uv.lock(text).refusal
    assert real_uv.lock(mended_by(RULE, text, catalogue)).installs("torch").endswith("from pypi")


@pytest.mark.network
def test_uv_ignores_the_extra(real_uv: RealUv) -> None:
    locked = real_uv.lock(project("torch[cu128]==2.9.1"))
    assert "does not have an extra named `cu128`" in locked.warnings
    assert locked.installs("torch") == "2.9.1 from pypi"
