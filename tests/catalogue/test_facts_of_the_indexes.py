"""The catalogue says what the indexes are like; the numbers are those of the notes the facts were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.catalogue.facts import Evidence, Kind, Status
from wizard.catalogue.serving import (
    build_of,
    default_accelerator,
    pythons_in_order,
    pythons_of_release,
    releases_on,
    status_of,
    triton_of,
)
from wizard.catalogue.tags import interpreter_tags, platforms_of, pythons_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

GPUS = {Kind.CUDA, Kind.ROCM, Kind.XPU}
LINUX, ARM, WINDOWS, WINDOWS_ARM = "linux-x86_64", "linux-aarch64", "windows-x86_64", "windows-arm64"
MAC, INTEL_MAC = "macos-arm64", "macos-x86_64"


def span(catalogue: Catalogue, platform: str, accelerator: str) -> tuple[str, str]:
    served = releases_on(catalogue, (platform, accelerator))
    return served[-1], served[0]


def full_version(catalogue: Catalogue, platform: str, accelerator: str, torch: str, package: str = "torch") -> str:
    version = torch if package == "torch" else catalogue.releases[torch].pairs[package]
    build = build_of(catalogue, (platform, accelerator), package, version)
    return build.full_version if build else ""


@pytest.mark.parametrize(
    ("accelerator", "since", "until"),
    [  # note 11; 2.14 is half known
        ("cu117", "2.0.0", "2.0.1"),
        ("cu118", "2.0.0", "2.7.1"),
        ("cu121", "2.1.0", "2.5.1"),
        ("cu124", "2.4.0", "2.6.0"),
        ("cu126", "2.6.0", "2.13.0"),
        ("cu128", "2.7.0", "2.11.0"),
        ("cu129", "2.8.0", "2.13.0"),
        ("cu130", "2.9.0", "2.13.0"),
        ("rocm6.4", "2.8.0", "2.9.1"),  # note 14
        ("rocm7.0", "2.10.0", "2.10.0"),
        ("xpu", "2.6.0", "2.13.0"),  # note 16
        ("pypi", "2.0.0", "2.15.0"),
    ],
)
def test_an_accelerator_spans_its_releases(accelerator: str, since: str, until: str, catalogue: Catalogue) -> None:
    assert span(catalogue, LINUX, accelerator) == (since, until)


def test_files_in_the_root_directory_are_cpu_builds(catalogue: Catalogue) -> None:  # note 1
    assert build_of(catalogue, (ARM, "cu118"), "torch", "2.0.1") is None
    assert build_of(catalogue, (ARM, "xpu"), "torch", "2.0.1") is None
    assert full_version(catalogue, ARM, "cpu", "2.0.1") == "2.0.1"
    assert "3.6.0" in catalogue.builds["rocm7.0", "triton-rocm"]


def test_only_the_cpu_index_has_macos_wheels_without_local_versions(catalogue: Catalogue) -> None:  # note 2
    assert full_version(catalogue, MAC, "cpu", "2.9.1") == "2.9.1"
    assert full_version(catalogue, LINUX, "cpu", "2.9.1") == "2.9.1+cpu"
    gpus = [slug for slug, accelerator in catalogue.accelerators.items() if accelerator.kind in GPUS]
    assert not any(releases_on(catalogue, (MAC, slug)) for slug in gpus)


def test_removed_files_are_not_served(catalogue: Catalogue) -> None:  # note 7
    assert full_version(catalogue, ARM, "cu126", "2.10.0", "torchvision") == "0.25.0+cu126"
    builds = catalogue.builds["cu126", "torchvision"]["0.25.0"][ARM]
    assert [build.full_version for build in builds] == ["0.25.0+cu126"]


def test_the_highest_build_tag_wins(catalogue: Catalogue) -> None:  # note 8
    build = build_of(catalogue, (LINUX, "pypi"), "torch", "2.10.0")
    assert build is not None
    assert "2.10.0-3-cp312" in build.files["3.12"]


def test_cu129_left_windows_early(catalogue: Catalogue) -> None:  # note 13
    assert span(catalogue, WINDOWS, "cu129") == ("2.8.0", "2.9.0")
    assert pythons_of_release(catalogue, (WINDOWS, "cu129"), "2.9.0", ("torchvision",)) == frozenset()
    assert status_of(catalogue, (LINUX, "cu129"), "2.12.0") is Status.INFERRED


def test_half_known_releases_never_look_seen(catalogue: Catalogue) -> None:
    for accelerator in ("cpu", "cu126", "cu130", "rocm7.2"):
        assert status_of(catalogue, (LINUX, accelerator), "2.14.0") is Status.HALF_KNOWN
        assert status_of(catalogue, (LINUX, accelerator), "2.14.1") is Status.HALF_KNOWN
    assert status_of(catalogue, (LINUX, "cu130"), "2.15.0") is Status.DOCUMENTED
    assert status_of(catalogue, (LINUX, "cpu"), "2.15.0") is Status.INFERRED
    assert status_of(catalogue, (LINUX, "rocm7.14"), "2.14.1") is Status.DOCUMENTED
    assert status_of(catalogue, (LINUX, "pypi"), "2.15.0") is Status.FULL
    assert status_of(catalogue, (LINUX, "xpu"), "2.13.0") is Status.PARTIAL
    assert status_of(catalogue, (LINUX, "cu132"), "2.13.0") is Status.DOCUMENTED
    assert status_of(catalogue, (MAC, "cu130"), "2.14.1") is None


def test_arm64_cuda_wheels_come_and_go(catalogue: Catalogue) -> None:  # note 19
    assert full_version(catalogue, ARM, "cu124", "2.5.1") == "2.5.1"
    assert full_version(catalogue, ARM, "cu126", "2.6.0") == "2.6.0+cu126"
    assert full_version(catalogue, ARM, "cu128", "2.7.1") == "2.7.1+cu128"
    assert full_version(catalogue, ARM, "cu129", "2.8.0") == "2.8.0+cu129"
    assert not full_version(catalogue, ARM, "cu126", "2.8.0")
    assert not full_version(catalogue, ARM, "cu128", "2.8.0")
    assert all(full_version(catalogue, ARM, slug, "2.9.0") for slug in ("cu126", "cu128", "cu130"))
    assert not releases_on(catalogue, (ARM, "cu121"))


def test_arm64_cpu_wheels_get_local_versions_late(catalogue: Catalogue) -> None:  # note 20
    assert full_version(catalogue, ARM, "cpu", "2.5.1") == "2.5.1"
    assert full_version(catalogue, ARM, "cpu", "2.6.0") == "2.6.0+cpu"
    assert full_version(catalogue, ARM, "cpu", "2.9.0", "torchvision") == "0.24.0"
    assert full_version(catalogue, ARM, "cpu", "2.10.0", "torchvision") == "0.25.0+cpu"


@pytest.mark.parametrize(
    ("torch", "pythons"),
    [  # note 21
        ("2.7.0", ("3.12",)),
        ("2.10.0", ("3.11", "3.12", "3.13")),
        ("2.11.0", ()),
        ("2.12.1", ("3.11",)),
        ("2.13.0", ("3.11", "3.12", "3.13")),
    ],
)
def test_windows_on_arm_is_on_the_cpu_index_only(torch: str, pythons: tuple[str, ...], catalogue: Catalogue) -> None:
    assert pythons_in_order(pythons_of_release(catalogue, (WINDOWS_ARM, "cpu"), torch, ())) == pythons
    assert not releases_on(catalogue, (WINDOWS_ARM, "pypi"))
    assert default_accelerator(catalogue, WINDOWS_ARM) == "cpu"
    assert not pythons_of_release(catalogue, (WINDOWS_ARM, "cpu"), torch, ("torchaudio",))


def test_intel_macs_end_at_2_2_2(catalogue: Catalogue) -> None:  # note 22
    assert span(catalogue, INTEL_MAC, "pypi")[1] == "2.2.2"
    assert span(catalogue, INTEL_MAC, "cpu")[1] == "2.2.2"
    assert "s390x" not in "".join(catalogue.platforms)  # note 23: known to the indexes, offered nowhere


@pytest.mark.parametrize(
    ("cell", "torch", "first", "last"),
    [  # notes 25 to 27
        ((LINUX, "cpu"), "2.4.1", "3.8", "3.12"),
        ((LINUX, "cpu"), "2.8.0", "3.9", "3.13"),
        ((LINUX, "cpu"), "2.5.0", "3.9", "3.13"),
        ((WINDOWS, "cpu"), "2.5.0", "3.9", "3.12"),
        ((LINUX, "rocm6.2"), "2.5.1", "3.9", "3.12"),
        ((WINDOWS, "cpu"), "2.6.0", "3.9", "3.13"),
        ((LINUX, "cpu"), "2.9.0", "3.10", "3.14"),
        ((LINUX, "cu130"), "2.13.0", "3.10", "3.15"),
        ((WINDOWS, "cu130"), "2.13.0", "3.10", "3.14"),
        ((MAC, "pypi"), "2.15.0", "3.11", "3.15"),
        ((MAC, "pypi"), "2.14.1", "3.10", "3.14"),
    ],
)
def test_pythons_come_and_go(cell: tuple[str, str], torch: str, first: str, last: str, catalogue: Catalogue) -> None:
    pythons = pythons_in_order(pythons_of_release(catalogue, cell, torch, ()))
    assert (pythons[0], pythons[-1]) == (first, last)


def test_pypi_s_linux_build_is_for_cuda(catalogue: Catalogue) -> None:  # notes 28 and 29
    cuda = {torch: release.pypi_cuda for torch, release in catalogue.releases.items()}
    of_x86 = ["2.0.0", "2.4.1", "2.6.0", "2.7.1", "2.10.0", "2.14.1", "2.15.0"]
    assert [cuda[torch][LINUX] for torch in of_x86] == ["11.7", "12.1", "12.4", "12.6", "12.8", "13.0", "13.2"]
    assert [cuda[torch][ARM] for torch in ("2.10.0", "2.11.0", "2.15.0")] == ["", "13.0", "13.2"]


def test_companions_pin_torch_until_they_stop(catalogue: Catalogue) -> None:  # notes 31 to 34
    torchvision, torchaudio = catalogue.packages["torchvision"], catalogue.packages["torchaudio"]
    assert torchvision.requirement_on_torch("0.29.0", "2.14.0").contains("2.14.0")
    assert not torchvision.requirement_on_torch("0.28.0", "2.13.0").contains("2.14.0")
    assert torchvision.requirement_on_torch("0.29.2", "2.15.0").contains("2.14.1")
    assert torchaudio.requirement_on_torch("2.11.0", "2.11.0").contains("2.15.0")
    assert not torchaudio.requirement_on_torch("2.10.0", "2.10.0").contains("2.11.0")
    assert not torchvision.requirement_on_torch("0.15.0", "").contains("2.0.0")
    assert catalogue.releases["2.15.0"].pairs == {"torchvision": "0.29.2", "torchaudio": "2.11.0"}
    assert catalogue.releases["2.0.0"].pairs["torchaudio"] == "2.0.1"


def test_triton_changes_its_name(catalogue: Catalogue) -> None:  # note 36
    names = {
        (LINUX, "rocm6.4", "2.9.1"): "pytorch-triton-rocm 3.5.1",
        (LINUX, "rocm7.1", "2.10.0"): "triton-rocm 3.6.0",
        (LINUX, "xpu", "2.9.1"): "pytorch-triton-xpu 3.5.0",
        (WINDOWS, "xpu", "2.10.0"): "triton-xpu 3.6.0",
        (LINUX, "xpu", "2.13.0"): "triton-xpu 3.7.2",
        (ARM, "cu128", "2.7.1"): "triton 3.3.1",
    }
    for (platform, accelerator, torch), name in names.items():
        triton = triton_of(catalogue, (platform, accelerator), torch)
        assert triton is not None
        assert f"{triton.package} {triton.version}" == name
    assert triton_of(catalogue, (WINDOWS, "xpu"), "2.6.0") is None
    assert triton_of(catalogue, (LINUX, "cu130"), "2.13.0") is None
    assert catalogue.triton["2.5.0", Kind.ROCM].evidence is Evidence.INFERRED


def test_drivers_follow_the_cuda_line(catalogue: Catalogue) -> None:  # note 38
    drivers = {slug: (found.driver_linux, found.driver_windows) for slug, found in catalogue.accelerators.items()}
    assert drivers["cu130"] == ("580", "580")
    assert drivers["cu126"] == ("525.60.13", "528.33")
    assert drivers["cu118"] == ("450.80.02", "452.39")


def test_tags_are_read_as_an_installer_reads_them() -> None:
    assert pythons_of("cp310", "none") == ("3.10",)
    assert pythons_of("cp39", "abi3")[0] == "3.9"
    assert pythons_of("py3", "none")[-1] == "3.15"
    assert pythons_of("cp313", "cp313t") == ()
    platforms = (LINUX, ARM, WINDOWS, WINDOWS_ARM, MAC, INTEL_MAC)
    assert platforms_of("linux_x86_64", platforms) == (LINUX,)
    assert platforms_of("manylinux_2_17_aarch64.manylinux2014_aarch64", platforms) == (ARM,)
    assert platforms_of("macosx_14_0_arm64", platforms) == (MAC,)
    assert platforms_of("linux_s390x", platforms) == ()
    assert platforms_of("any", platforms) == platforms
    tags = {str(tag) for tag in interpreter_tags(WINDOWS_ARM, "3.12")}
    assert {"cp312-cp312-win_arm64", "cp310-abi3-win_arm64", "py3-none-any"} <= tags
