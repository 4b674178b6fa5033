"""A locked CUDA torch has its libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index, project_of
from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import ON_LINUX, project, source
from tests.doctor.rules.test_stale_lock import CU126, entry
from wizard.doctor.rules.lock_torch_cuda_without_nvidia import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding

FILE = project("torch==2.9.1", sources=f"torch = {source('cu126')}") + index("cu126")
WITHOUT = f'{entry(CU126).rstrip()}\ndependencies = [{{ name = "sympy" }}]\n'


def found(text: str, lock: str, catalogue: Catalogue) -> list[Finding]:
    return list(RULE.check(project_of(text, catalogue, lock=lock), catalogue))


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in (*quiet_files(catalogue), FILE):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("text", "lock"),
    [
        (FILE, WITHOUT.replace("sympy", "nvidia-cudnn-cu12")),
        (FILE, WITHOUT.replace("sympy", "cuda-toolkit")),
        (FILE, WITHOUT.replace("2.9.1", "2.1.0")),
        (FILE, WITHOUT.replace("2.9.1+cu126", "2.9.1")),
        (FILE.replace(ON_LINUX, "sys_platform == 'win32'"), WITHOUT),
        (FILE.replace("cu126", "cpu"), WITHOUT),
    ],
    ids=["has-nvidia", "has-toolkit", "old", "plain", "windows", "other-index"],
)
def test_a_lock_with_them_or_without_need_is_left_alone(text: str, lock: str, catalogue: Catalogue) -> None:
    assert found(text, lock, catalogue) == []


def test_a_torch_without_them_is_named(catalogue: Catalogue) -> None:
    (one,) = found(FILE, WITHOUT, catalogue)
    assert (one.place.path, one.facts["torch"]) == (("project", "dependencies", 0), "2.9.1+cu126")
