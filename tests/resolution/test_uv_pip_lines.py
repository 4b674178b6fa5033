"""Every ``uv pip`` line the wizard prints does what it says: run as printed, with ``--dry-run``, for every platform."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from tests.replica import Replica
from tests.resolution.pip_lines import Line, Pip, automatic, disagreements, printed
from wizard.choices.choices import Bound
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Configuration

pytestmark = pytest.mark.network

LINKS: Final = (
    (
        "linux-x86_64=cu117&linux-x86_64=cu118&linux-x86_64=rocm5.3&linux-x86_64=rocm5.4.2"
        "&windows-x86_64=cu118&linux-aarch64=cpu&macos-arm64=cpu&torch=2.0.1&bound=exact&with=torchvision&with=torchaudio"
    ),
    (
        "linux-x86_64=cu121&linux-x86_64=rocm5.5&linux-x86_64=rocm5.6&windows-x86_64=cpu&macos-x86_64=pypi"
        "&torch=2.1.2&bound=compatible&with=torchvision"
    ),
    (
        "linux-x86_64=rocm5.7&linux-x86_64=cpu&windows-x86_64=cu121&macos-x86_64=cpu&macos-arm64=pypi"
        "&torch=2.2.2&bound=compatible&with=torchaudio"
    ),
    (
        "linux-x86_64=rocm6.0&linux-x86_64=pypi&windows-x86_64=cu118&windows-x86_64=pypi"
        "&torch=2.3.1&bound=exact&with=torchvision"
    ),
    "linux-x86_64=rocm6.1&linux-x86_64=cu124&linux-aarch64=pypi&windows-x86_64=cu124&torch=2.4.1&bound=exact",
    "linux-x86_64=rocm6.2&linux-aarch64=cu124&linux-x86_64=cu124&torch=2.5.1",
    "linux-x86_64=rocm6.2.4&linux-x86_64=xpu&linux-x86_64=cu126&torch=2.6.0&bound=exact&with=torchvision",
    "linux-x86_64=rocm6.3&linux-aarch64=cu128&windows-x86_64=xpu&windows-arm64=cpu&torch=2.7.1&bound=exact",
    (
        "linux-x86_64=rocm6.4&linux-x86_64=cu129&windows-x86_64=cu129&linux-aarch64=cu129"
        "&torch=2.8.0&bound=exact&with=torchvision&with=torchaudio"
    ),
    "linux-x86_64=cu126&linux-x86_64=cpu&macos-arm64=cpu&torch=2.8.0&with=torchcodec",
    "linux-x86_64=xpu&windows-x86_64=xpu&linux-x86_64=rocm6.4&windows-arm64=cpu&torch=2.9.1&bound=compatible",
    "linux-x86_64=rocm7.0&linux-x86_64=rocm7.1&linux-aarch64=cpu&macos-arm64=cpu&torch=2.10.0&with=torchvision",
    "linux-x86_64=cu128&windows-x86_64=cu128&linux-aarch64=cpu&macos-arm64=pypi&torch=2.11.0&with=torchaudio",
    "linux-x86_64=cu132&linux-aarch64=cu132&torch=2.12.1",
    "linux-x86_64=rocm7.2&linux-x86_64=cpu&macos-arm64=pypi",
    "linux-x86_64=cu130&linux-aarch64=cu130&windows-x86_64=cu130&macos-arm64=cpu&with=torchvision",
    "linux-x86_64=cu130&linux-x86_64=rocm7.2&linux-x86_64=xpu&windows-x86_64=cpu&macos-arm64=cpu&channel=nightly",
    "linux-aarch64=cu130&macos-arm64=cpu&channel=nightly&with=torchvision",
    "linux-x86_64=pypi&windows-x86_64=pypi&macos-arm64=pypi&linux-aarch64=pypi&with=torchvision&with=torchaudio",
)


def configuration_of(link: str, catalogue: Catalogue, mirror: str = "") -> Configuration:
    decoded = decode(link, catalogue)
    assert not decoded.notices, decoded.notices
    return configure(decoded.choices, catalogue, mirror=mirror)


def test_the_links_name_everything_that_can_be_picked(catalogue: Catalogue) -> None:
    chosen = [configuration_of(link, catalogue) for link in LINKS]
    installs = [install for configuration in chosen for install in configuration.installs]
    offered = {slug for slug in catalogue.accelerators if (catalogue.index_of(slug), "torch") in catalogue.builds}
    assert {install.accelerator.slug for install in installs} == offered
    assert {install.platform.slug for install in installs} == set(catalogue.platforms)
    assert {configuration.choices.bound for configuration in chosen} == set(Bound)
    assert {package for configuration in chosen for package in configuration.choices.family} == set(catalogue.packages)


@pytest.mark.parametrize("link", LINKS)
def test_every_line_installs_what_the_wizard_foresees(link: str, catalogue: Catalogue, pip: Pip) -> None:
    found = disagreements(configuration_of(link, catalogue), catalogue, pip)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("link", LINKS[-4:])
def test_lines_for_a_mirror_install_the_same(link: str, catalogue: Catalogue, pip: Pip, replica: Replica) -> None:
    configuration = configuration_of(link, catalogue, mirror=replica.base_url)
    assert not any("download.pytorch.org" in line.text for line in printed(configuration))
    found = disagreements(configuration, catalogue, pip)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("driver", "build"), [("580.65.06", "2.9.1+cu130"), ("525.60.13", "2.9.1+cu129")])
def test_the_automatic_line_goes_by_the_driver(driver: str, build: str, catalogue: Catalogue, pip: Pip) -> None:
    line = automatic(configuration_of("linux-x86_64=cpu&torch=2.9.1&bound=exact", catalogue))
    versions = pip.would_install(line, UV_CUDA_DRIVER_VERSION=driver)
    assert isinstance(versions, dict), versions
    assert versions["torch"] == build


def test_a_backend_takes_torch_from_its_own_index_alone(catalogue: Catalogue, pip: Pip) -> None:
    platform = catalogue.platforms["linux-x86_64"]
    text = 'uv pip install "torch==2.9.1" --torch-backend=cu118'
    answer = pip.would_install(Line(text=text, platform=platform, accelerator="cu118", python="3.12"))
    assert "there is no version of torch==2.9.1" in answer


def test_a_line_that_installs_another_build_is_told(catalogue: Catalogue, pip: Pip) -> None:
    right = configuration_of("linux-x86_64=cu130&torch=2.9.1&bound=exact", catalogue)
    astray = replace(right.installs[0], url=right.installs[0].url.replace("cu130", "cpu"))
    found = disagreements(replace(right, installs=(astray,)), catalogue, pip)
    assert [sentence.rpartition(": ")[2] for sentence in found] == ["torch 2.9.1+cpu instead of 2.9.1+cu130"]
