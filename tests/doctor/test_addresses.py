"""A wheel's address tells what an index would be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import project_of
from wizard.doctor.addresses import wheel_at
from wizard.doctor.inferring import Inferred, infer

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

WHL = "https://download.pytorch.org/whl"
PROJECT = '[project]\nname = "app"\nrequires-python = ">=3.12,<3.13"\n'
LINUX = f"{WHL}/cu128/torch-2.8.0%2Bcu128-cp312-cp312-manylinux_2_28_x86_64.whl"
WINDOWS = f"{WHL}/cpu/torch-2.8.0%2Bcpu-cp312-cp312-win_amd64.whl"
MAC = f"{WHL}/cpu/torch-2.8.0-cp312-none-macosx_11_0_arm64.whl"
FROM_PYPI = "https://files.example.org/torch-2.8.0-cp312-cp312-manylinux_2_28_aarch64.whl"


def inferred(text: str, catalogue: Catalogue) -> Inferred:
    return infer(project_of(PROJECT + text, catalogue), catalogue)


def seen(found: Inferred) -> tuple[dict[str, tuple[str, ...]], str, str]:
    return dict(found.choices.accelerators), found.choices.torch, found.choices.bound


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://[broken",
        f"{WHL}/cu128/torch.whl",
        f"{WHL}/cu128/torchvision-0.23.0%2Bcu128-cp312-cp312-win_amd64.whl",
        f"{WHL}/cu128/torch-2.8.0%2Blocal-cp312-cp312-win_amd64.whl",
        f"{WHL}/cu128/torch-1.13.1%2Bcu117-cp312-cp312-win_amd64.whl",
        f"{WHL}/nightly/cu128/torch-2.9.0.dev20250801%2Bcu128-cp312-cp312-win_amd64.whl",
        f"{WHL}/cu128/torch-2.8.0%2Bcu128-cp312-cp312-plan9_x86_64.whl",
        f"{WHL}/cu128/torch-2.8.0%2Bcu128.tar.gz",
    ],
)
def test_an_address_that_tells_too_little_is_left_alone(url: str, catalogue: Catalogue) -> None:
    assert wheel_at(url, catalogue) is None


@pytest.mark.parametrize(
    ("url", "accelerator", "platform"),
    [
        (LINUX, "cu128", "linux-x86_64"),
        (WINDOWS, "cpu", "windows-x86_64"),
        (MAC, "cpu", "macos-arm64"),
        (FROM_PYPI, "pypi", "linux-aarch64"),
    ],
)
def test_the_accelerator_is_the_local_version_s_or_the_folder_s_or_pypi_s(
    url: str, accelerator: str, platform: str, catalogue: Catalogue
) -> None:
    wheel = wheel_at(url, catalogue)
    assert wheel
    assert (wheel.torch, wheel.accelerator) == ("2.8.0", accelerator)
    assert wheel.marker == catalogue.platforms[platform].marker


@pytest.mark.parametrize(
    "text",
    [
        f'dependencies = ["torch @ {LINUX}", "torchvision"]',
        f'dependencies = ["torch", "torchvision"]\n[tool.uv.sources]\ntorch = {{ url = "{LINUX}" }}',
        f'dependencies = ["torch>=2", "torchvision"]\n[tool.uv]\nsources.torch = [{{ url = "{LINUX}" }}]',
    ],
)
def test_a_wheel_is_for_its_release_accelerator_and_machine(text: str, catalogue: Catalogue) -> None:
    found = inferred(text, catalogue)
    assert seen(found) == ({"linux-x86_64": ("cu128",)}, "2.8.0", "exact")
    assert found.choices.packages == ("torchvision",)
    (told,) = found.unread
    assert told.code == "wheel-address"
    assert told.facts == {
        "filename": "torch-2.8.0+cu128-cp312-cp312-manylinux_2_28_x86_64.whl",
        "torch": "2.8.0",
        "accelerator": "cu128",
    }


@pytest.mark.parametrize(
    "text",
    [
        f"""dependencies = [
            "torch @ {LINUX} ; sys_platform == 'linux'", "torch @ {WINDOWS} ; sys_platform == 'win32'",
        ]""",
        f"""dependencies = ["torch ; sys_platform != 'darwin'"]
        [tool.uv.sources]
        torch = [
            {{ url = "{LINUX}", marker = "sys_platform == 'linux'" }},
            {{ url = "{WINDOWS}", marker = "sys_platform == 'win32'" }},
        ]
        """,
    ],
)
def test_each_machine_has_its_wheel(text: str, catalogue: Catalogue) -> None:
    machines, torch, bound = seen(inferred(text, catalogue))
    assert {"linux-x86_64": ("cu128",), "windows-x86_64": ("cpu",)}.items() <= machines.items()
    assert "macos-arm64" not in machines
    assert (torch, bound) == ("2.8.0", "exact")


def test_a_wheel_of_pypi_s_needs_no_source(catalogue: Catalogue) -> None:
    expected = ({"linux-aarch64": ("pypi",)}, "2.8.0", "exact")
    assert seen(inferred(f'dependencies = ["torch @ {FROM_PYPI}"]', catalogue)) == expected
    sourced = f'dependencies = ["torch"]\n[tool.uv.sources]\ntorch = {{ url = "{FROM_PYPI}" }}'
    assert seen(inferred(sourced, catalogue)) == expected


@pytest.mark.parametrize(
    ("table", "layout"), [("project.optional-dependencies", "extras"), ("dependency-groups", "groups")]
)
def test_extras_and_groups_keep_their_wheels(table: str, layout: str, catalogue: Catalogue) -> None:
    cpu = LINUX.replace("cu128", "cpu")
    found = inferred(f'[{table}]\ncu128 = ["torch @ {LINUX}"]\ncpu = ["torch @ {cpu}"]', catalogue)
    assert seen(found)[0] == {"linux-x86_64": ("cpu", "cu128")}
    assert (found.choices.layout, found.choices.torch) == (layout, "2.8.0")


def test_only_the_addresses_that_tell_are_read(catalogue: Catalogue) -> None:
    sources = f"""
        torch = [
            {{ url = "{LINUX}", extra = "gpu" }},
            {{ url = "https://example.org/torch.whl", extra = "other" }},
        ]
        numpy = {{ url = "https://example.org/numpy.whl" }}
    """
    extras = '[project.optional-dependencies]\ngpu = ["torch"]\nother = ["torch"]\n'
    found = inferred(f"{extras}[tool.uv.sources]{sources}", catalogue)
    assert seen(found)[0] == {"linux-x86_64": ("cu128",)}
    assert [told.code for told in found.unread] == ["wheel-address", "other-source", "renamed"]
