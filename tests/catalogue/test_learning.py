"""METADATA teach what the shipped files say, release by release; the real cases are those of PyPI's Linux wheels."""

from __future__ import annotations

import csv

import pytest
from packaging.version import Version

from tests.catalogue.index_pages import PLATFORMS
from tests.replica.metadata import HERE, metadata, pypi_metadata
from wizard.catalogue import shipped
from wizard.catalogue.learning import Learnt, TritonNeed, UnreadableMetadata, learn

LINUX = frozenset({"linux-x86_64", "linux-aarch64"})


def learnt(*lines: str, package: str = "torch", version: str = "2.9.1") -> Learnt:
    text = "\n".join(["Metadata-Version: 2.1", f"Name: {package}", f"Version: {version}", *lines]) + "\n"
    return learn(text, package, version, PLATFORMS)


def required(*requirements: str) -> Learnt:
    return learnt(*(f"Requires-Dist: {one}" for one in requirements))


@pytest.mark.parametrize("row", shipped.rows("releases.csv"), ids=lambda row: row["torch"])
def test_pypis_torch_brings_the_cuda_the_catalogue_has(row: dict[str, str]) -> None:
    found = learn(pypi_metadata("torch", Version(row["torch"])), "torch", row["torch"], PLATFORMS)
    expected = {"linux-x86_64": row["pypi_cuda_x86_64"], "linux-aarch64": row["pypi_cuda_aarch64"]}
    assert dict(found.cuda) == {platform: cuda for platform, cuda in expected.items() if cuda}
    assert found.torch_pin == ""


@pytest.mark.parametrize(
    "row",
    [row for row in shipped.rows("triton.csv") if row["accelerator_kind"] == "cuda"],
    ids=lambda row: row["torch"],
)
def test_pypis_torch_needs_the_triton_the_catalogue_has(row: dict[str, str]) -> None:
    triton = learn(pypi_metadata("torch", Version(row["torch"])), "torch", row["torch"], PLATFORMS).triton
    assert triton is not None
    assert (triton.package, triton.version, triton.python_below) == (
        row["package"],
        row["version"],
        row["python_below"],
    )
    assert triton.platforms == (LINUX if Version(row["torch"]) >= Version("2.11") else {"linux-x86_64"})


def test_builds_of_rocm_and_xpu_need_the_triton_the_catalogue_has() -> None:
    """Their markers name systems; for which machines of them there are wheels only the pages tell."""
    known = {(row["torch"], row["accelerator_kind"]): row for row in shipped.rows("triton.csv")}
    with (HERE / "triton.csv").open(newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["kind"] != "cuda"]
    for row in rows:
        version = f"{row['torch']}+{'rocm6.4' if row['kind'] == 'rocm' else 'xpu'}"
        triton = learn(metadata("torch", Version(version)), "torch", version, PLATFORMS).triton
        expected = known[row["torch"], row["kind"]]
        assert triton is not None
        assert (triton.package, triton.version) == (expected["package"], expected["version"])
        assert triton.python_below == expected["python_below"]
        assert triton.platforms >= set(expected["platforms"].split())
    assert len(rows) > 30


@pytest.mark.parametrize(
    ("package", "version", "pin"),
    [
        ("torchvision", "0.15.0", "2.0.0"),
        ("torchvision", "0.24.1", "2.9.1"),
        ("torchvision", "0.29.1", ""),
        ("torchaudio", "2.10.0", "2.10.0"),
        ("torchaudio", "2.11.0", ""),
    ],
)
def test_a_companion_pins_the_torch_it_was_built_with(package: str, version: str, pin: str) -> None:
    assert learn(pypi_metadata(package, Version(version)), package, version, PLATFORMS).torch_pin == pin


def test_a_pin_is_a_public_version_and_no_pattern() -> None:
    assert required("torch (==2.0.0+cu117)").torch_pin == "2.0.0"
    assert required("torch==2.9.*").torch_pin == ""
    assert required("torch").torch_pin == ""


def test_markers_decide_machine_by_machine() -> None:
    found = required(
        'nvidia-cuda-runtime-cu12==12.8.90; platform_system == "Linux" and platform_machine == "x86_64"',
        'cuda-toolkit[cudart]==13.0.2; platform_system == "Linux" and platform_machine == "aarch64"',
        'nvidia-cuda-runtime==14.0.1; platform_system == "Windows" and os_name == "posix"',
        "nvidia-cuda-runtime-cu13>=13",
    )
    assert dict(found.cuda) == {"linux-x86_64": "12.8", "linux-aarch64": "13.0"}


def test_a_triton_of_an_extra_or_of_no_machine_is_not_needed() -> None:
    assert required('triton==3.5.1; extra == "fast"', 'triton==3.5.1; sys_platform == "sunos5"').triton is None


def test_a_triton_is_needed_below_the_python_its_marker_names() -> None:
    found = learnt(
        "Requires-Python: >=3.10",
        'Requires-Dist: Pytorch_Triton.XPU~=3.5.0; sys_platform != "darwin" and python_version < "3.14"',
    )
    windows = frozenset({"windows-x86_64", "windows-arm64"})
    assert found.triton == TritonNeed(
        package="pytorch-triton-xpu",
        version="3.5.0",
        specifier="~=3.5.0",
        platforms=LINUX | windows,
        python_below="3.14",
    )


def test_a_python_that_the_build_does_not_admit_is_no_limit() -> None:
    assert learnt("Requires-Python: <3.14", 'Requires-Dist: triton>=3.5; python_version < "3.14"').triton == TritonNeed(
        package="triton",
        version="3.5",
        specifier=">=3.5",
        platforms=frozenset(platform.slug for platform in PLATFORMS),
        python_below="",
    )


def test_a_triton_without_a_lowest_version_names_none() -> None:
    triton = required("triton<4").triton
    assert triton is not None
    assert triton.version == ""


def test_the_python_is_the_builds_own() -> None:
    assert learnt("Requires-Python: >=3.10,!=3.14.1").requires_python in {">=3.10,!=3.14.1", "!=3.14.1,>=3.10"}
    assert learnt().requires_python == ""


@pytest.mark.parametrize(
    "line", ["Requires-Dist: torch ==", "Requires-Python: three", "Requires-Dist: torch; nonsense"]
)
def test_metadata_that_break_the_standard_teach_nothing(line: str) -> None:
    with pytest.raises(UnreadableMetadata, match=r"METADATA of torch 2\.9\.1 break the standard"):
        learnt(line)


@pytest.mark.parametrize("text", ["", "Name: torch\n", "Version: 2.9.1\n", "Name: torch\nVersion: newest\n", "\x00"])
def test_metadata_without_a_name_or_a_version_teach_nothing(text: str) -> None:
    with pytest.raises(UnreadableMetadata, match="break the standard"):
        learn(text, "torch", "2.9.1+cu130", PLATFORMS)


@pytest.mark.parametrize("text", ["Name: numpy\nVersion: 2.9.1\n", "Name: torch\nVersion: 2.9.0\n"])
def test_metadata_of_something_else_teach_nothing(text: str) -> None:
    with pytest.raises(UnreadableMetadata, match="another package or version"):
        learn(text, "torch", "2.9.1+cu130", PLATFORMS)
