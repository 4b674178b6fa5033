"""A torchaudio that names no torch does not stand beside an older one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from wizard.doctor.rules.torchaudio_unpinned import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

BROKEN = project("torch==2.9.1", "torchaudio")


def routed(path: str, *requirements: str, marker: str = "") -> str:
    name = path.replace(".", "")
    sources = f"torch = {source(name, marker=marker)}\ntorchaudio = {source(name, marker=marker)}"
    return project(*requirements, sources=sources) + index(path)


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        project("torch", "torchaudio"),
        project("torch>=2.6", "torchaudio>=2.6"),
        project("torch==2.9.1", "torchaudio==2.9.1"),
        project("torch==2.9.1", "torchaudio<2.11"),
        project("torch==2.12.0", "torchaudio"),
        project("torch==2.9.1", "torchaudio==2.11.0"),
        routed("rocm6.4", "torch==2.9.1", "torchaudio"),
        routed("cu128", "torch>=2.9", "torchaudio>=2.9"),
        routed("nightly/cpu", "torch==2.9.1", "torchaudio"),
        routed("cpu", "torch==2.9.1", "torchaudio").replace("whl/cpu", "whl/other"),
    ],
)
def test_what_uv_keeps_together_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("text", "specifier"),
    [
        (BROKEN, "==2.9.*"),
        (project("torch>=2.7,<2.10", "torchaudio>=2.7"), "==2.9.*"),
        (routed("cpu", "torch~=2.8.0", "torchaudio"), "==2.8.*"),
        (routed("cu128", "torch~=2.8.0", "torchaudio", marker="sys_platform == 'linux'"), "==2.8.*"),
    ],
)
def test_it_is_bound_to_the_release_of_torch(text: str, specifier: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("project", "dependencies", 1)
    mended = mended_by(RULE, text, catalogue)
    assert f'"torchaudio{specifier}"' in mended
    assert found_by(RULE, mended, catalogue) == []


@pytest.mark.network
def test_uv_puts_the_newest_beside_an_old_torch_and_the_right_one_once_mended(
    real_uv: RealUv, catalogue: Catalogue
) -> None:
    assert real_uv.lock(BROKEN).installs("torchaudio") == "2.11.0 from pypi"
    mended = real_uv.lock(mended_by(RULE, BROKEN, catalogue))
    assert (mended.installs("torch"), mended.installs("torchaudio")) == ("2.9.1 from pypi", "2.9.1 from pypi")


def test_beside_a_wheel_named_by_its_address_it_is_found(catalogue: Catalogue) -> None:
    url = "https://download.pytorch.org/whl/cu128/torch-2.8.0%2Bcu128-cp312-cp312-manylinux_2_28_x86_64.whl"
    (found,) = found_by(RULE, project(f"torch @ {url}", "torchaudio"), catalogue)
    assert (found.facts["torch"], found.facts["specifier"]) == ("2.8.0", "==2.8.*")
