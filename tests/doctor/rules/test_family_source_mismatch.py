"""A companion comes from where its torch comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source, with_uv
from tests.doctor.rules.saying import said
from wizard.doctor.findings import Severity
from wizard.doctor.rules.family_source_mismatch import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

TORCH = f"torch = {source('cpu')}"
BROKEN = project("torch>=2.9", "torchvision", sources=TORCH) + index("cpu")
BOTH = project("torch>=2.9", "torchvision", sources=f"{TORCH}\ntorchvision = {source('cpu')}") + index("cpu")
BY_EXTRA = (
    project(
        extras='cpu = ["torch>=2.9", "torchvision"]\ncu126 = ["torch>=2.9", "torchvision"]\nold = ["torch"]',
        uv='conflicts = [[{ extra = "cpu" }, { extra = "cu126" }, { extra = "old" }]]',
        sources=f"torch = [\n  {source('cpu', extra='cpu')},\n  {source('cu126', extra='cu126')},\n"
        f"  {source('cpu', extra='old')},\n]",
    )
    + index("cpu")
    + index("cu126")
)


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        BOTH,
        BROKEN.replace("explicit = true\n", ""),
        BROKEN.replace("sys_platform == 'linux'", "sys_platform == 'darwin'"),
        BROKEN.replace("sys_platform == 'linux'", "sys_platform == 'win32'"),
        BROKEN.replace('"torchvision"', "\"torchvision ; sys_platform == 'win32'\""),
        project("torch~=2.12.1", "torchvision", sources=f"torch = {source('cu130')}") + index("cu130"),
        project("torch", "torchaudio", sources=f"torch = {source('cu132')}") + index("cu132"),
        BROKEN.replace("whl/cpu", "whl/other"),
        with_uv(BROKEN, 'extra-index-url = ["https://a.org"]'),
        BOTH.replace(f"torchvision = {source('cpu')}", "torchvision = { git = 'https://a.org' }"),
        BROKEN.replace('"torch>=2.9"', '"torch>=9"'),
    ],
    ids=[
        "same",
        "not-explicit",
        "mac",
        "windows",
        "other-machines",
        "same-cuda-at-pypi",
        "index-has-none",
        "unknown-index",
        "other-settings",
        "repository",
        "no-such-torch",
    ],
)
def test_what_goes_together_or_is_not_known_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_companion_without_a_source_gets_those_of_torch(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, BROKEN, catalogue)
    assert (found.severity, found.place.path) == (Severity.ERROR, ("project", "dependencies", 1))
    assert found.facts["platforms"] == ["Linux ARM64", "Linux x86-64"]
    assert mended_by(RULE, BROKEN, catalogue) == BOTH


def test_a_torch_without_a_source_gets_those_of_its_companion(catalogue: Catalogue) -> None:
    text = BOTH.replace(f"{TORCH}\n", "")
    (found,) = found_by(RULE, text, catalogue)
    assert (found.facts["package"], found.place.path) == ("torch", ("project", "dependencies", 0))
    assert f"{TORCH}\n" in mended_by(RULE, text, catalogue)


def test_a_companion_from_another_index_follows_torch(catalogue: Catalogue) -> None:
    text = BOTH.replace(f"torchvision = {source('cpu')}", f"torchvision = {source('cu126')}") + index("cu126")
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("tool", "uv", "sources", "torchvision")
    assert mended_by(RULE, text, catalogue) == BOTH + index("cu126")


def test_sources_of_extras_that_do_not_ask_for_it_are_not_copied(catalogue: Catalogue) -> None:
    assert len(found_by(RULE, BY_EXTRA, catalogue)) == 2
    mended = mended_by(RULE, BY_EXTRA, catalogue)
    assert mended.count('extra = "cpu"') == 3
    assert mended.count('extra = "cu126"') == 3
    assert mended.count('extra = "old"') == 2
    assert found_by(RULE, mended, catalogue) == []


def test_a_torch_in_the_base_is_not_set_against_those_of_extras(catalogue: Catalogue) -> None:
    text = mended_by(RULE, BY_EXTRA, catalogue).replace("dependencies = [\n]", 'dependencies = [\n  "torch",\n]')
    assert '"torch",\n]' in text
    assert found_by(RULE, text, catalogue) == []


def test_an_extra_without_a_torch_of_its_own_goes_with_that_of_the_base(catalogue: Catalogue) -> None:
    text = project("torch>=2.9", extras='vision = ["torchvision"]', sources=TORCH) + index("cpu")
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("project", "optional-dependencies", "vision", 0)
    assert found_by(RULE, mended_by(RULE, text, catalogue), catalogue) == []


def test_torchcodec_is_not_tied_to_its_torch_and_only_warned_of(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, BROKEN.replace("torchvision", "torchcodec"), catalogue)
    assert found.severity is Severity.WARNING


@pytest.mark.network
def test_uv_mixes_them_until_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    broken = real_uv.lock(BROKEN)
    assert broken.installs("torch") == "2.13.0+cpu from cpu"
    assert broken.installs("torchvision") == "0.28.0 from pypi"
    mended = real_uv.lock(mended_by(RULE, BROKEN, catalogue))
    assert mended.installs("torchvision") == "0.28.0+cpu from cpu"


@pytest.mark.network
def test_uv_mixes_them_by_extra_until_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert real_uv.lock(BY_EXTRA).origins("torchvision") == {"pypi"}
    mended = real_uv.lock(mended_by(RULE, BY_EXTRA, catalogue))
    assert mended.refusal == ""
    assert mended.installs("torchvision", Selection(extra="cu126")).endswith("from cu126")


ON_INTEL = "platform_machine == 'x86_64'"
CUDA_126 = "https://download.pytorch.org/whl/cu126/torch-2.8.0%2Bcu126-cp312-cp312-manylinux_2_28_x86_64.whl"


@pytest.mark.parametrize("url", [CUDA_126.replace("126", "128"), "https://a.org/torch-2.8.0-py3-none-any.whl"])
def test_an_address_of_the_build_that_pypi_has_or_of_no_known_one_is_left_alone(url: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, project(f"torch @ {url}", "torchvision"), catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        project(f"torch @ {CUDA_126}", "torchvision"),
        project("torch==2.8.0", "torchvision", sources=f'torch = {{ url = "{CUDA_126}" }}'),
    ],
    ids=["requirement", "source"],
)
def test_a_wheel_named_by_its_address_wants_its_companions_from_there(text: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, text, catalogue)
    assert (found.place.path, found.fixable) == (("project", "dependencies", 1), False)
    what, cure = said(found)
    assert what.startswith("On Linux x86-64 torch is a wheel named by its address, of https://download.pytorch.org")
    assert "torchvision from PyPI" in what
    assert cure.startswith("Name the wheel of torchvision from there in the same way")


def test_a_torch_from_pypi_is_said_to_be(catalogue: Catalogue) -> None:
    sources = f"torch = [{source('cu124', marker=ON_INTEL)}]\ntorchaudio = {{ index = 'pytorch-cu124' }}"
    text = project("torch==2.5.1", "torchaudio", sources=sources) + index("cu124")
    (found,) = found_by(RULE, text, catalogue)
    assert "torch comes from PyPI, but torchaudio from “pytorch-cu124”" in said(found)[0]
