"""Every complete configuration the customer started from comes out of the wizard by a link, equal in meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.documents import document_of, pip_lines_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

BASE = "https://download.pytorch.org/whl"
OPEN = "python=3.12&python-cap=none"
ALL = "linux-x86_64={0}&windows-x86_64={0}&macos-arm64={0}"
PYPI: list[str] = []
LINUX, WINDOWS, MAC = "linux-x86_64", "windows-x86_64", "macos-arm64"


def at(index: str) -> list[str]:
    return [f"{BASE}/{index}"]


@dataclass(frozen=True)
class Seed:
    """What a document says: requirements and indexes by machine and selection, for torch and torchvision alike."""

    link: str
    requirements: dict[str, str]
    indexes: dict[tuple[str, str], list[str]]
    triton: dict[str, str] = field(default_factory=dict)


def everywhere(urls: list[str]) -> dict[tuple[str, str], list[str]]:
    return {("", machine): urls for machine in (LINUX, WINDOWS, MAC)}


def pair(torch: str, torchvision: str) -> dict[str, str]:
    return {"torch": f">={torch}", "torchvision": f">={torchvision}"}


V251, V260, V270 = pair("2.5.1", "0.20.1"), pair("2.6.0", "0.21.0"), pair("2.7.0", "0.22.0")

SEEDS = {
    # the uv guide of December 2024: platform_system, torch 2.5.1
    "default-2.5.1": Seed(f"{ALL.format('pypi')}&torch=2.5.1", V251, everywhere(PYPI)),
    "cpu-2.5.1": Seed(
        "linux-x86_64=cpu&windows-x86_64=cpu&macos-arm64=pypi&torch=2.5.1",
        V251,
        {("", LINUX): at("cpu"), ("", WINDOWS): at("cpu"), ("", MAC): PYPI},
    ),
    "markers-2.5.1": Seed(
        "linux-x86_64=cu124&windows-x86_64=cpu&macos-arm64=pypi&torch=2.5.1",
        V251,
        {("", LINUX): at("cu124"), ("", WINDOWS): at("cpu"), ("", MAC): PYPI},
    ),
    # there the cu124 extra had no marker and failed on macOS, as its own note says; compared where it worked
    "extras-2.5.1": Seed(
        "linux-x86_64=cpu&linux-x86_64=cu124&windows-x86_64=cpu&windows-x86_64=cu124&layout=extras&torch=2.5.1",
        V251,
        {
            ("cpu", LINUX): at("cpu"),
            ("cpu", WINDOWS): at("cpu"),
            ("cpu", MAC): PYPI,
            ("cu124", LINUX): at("cu124"),
            ("cu124", WINDOWS): at("cu124"),
        },
    ),
    **{
        f"{slug}-2.5.1": Seed(
            f"linux-x86_64={slug}&windows-x86_64={slug}&macos-arm64=pypi&torch=2.5.1",
            V251,
            {("", LINUX): at(slug), ("", WINDOWS): at(slug), ("", MAC): PYPI},
        )
        for slug in ("cu118", "cu121", "cu124")
    },
    "rocm6.2-2.5.1": Seed(
        "linux-x86_64=rocm6.2&windows-x86_64=pypi&macos-arm64=pypi&torch=2.5.1",
        V251,
        {("", LINUX): at("rocm6.2"), ("", WINDOWS): PYPI, ("", MAC): PYPI},
    ),
    # the Chinese guide of early 2025: sys_platform, torch 2.6.0
    "default-2.6.0": Seed(f"{ALL.format('pypi')}&torch=2.6.0", V260, everywhere(PYPI)),
    "cpu-2.6.0": Seed(f"{ALL.format('cpu')}&torch=2.6.0", V260, everywhere(at("cpu"))),
    "markers-2.6.0": Seed(
        "linux-x86_64=cu124&windows-x86_64=cpu&macos-arm64=pypi&torch=2.6.0",
        V260,
        {("", LINUX): at("cu124"), ("", WINDOWS): at("cpu"), ("", MAC): PYPI},
    ),
    # its triton was for Linux only, as torch 2.6.0 requires it
    "xpu-2.6.0": Seed(
        "linux-x86_64=xpu&windows-x86_64=xpu&macos-arm64=pypi&torch=2.6.0",
        V260,
        {("", LINUX): at("xpu"), ("", WINDOWS): at("xpu"), ("", MAC): PYPI},
        {LINUX: "pytorch-triton-xpu>=3.2.0"},
    ),
    "extras-2.6.0": Seed(
        f"{ALL.format('cpu')}&linux-x86_64=cu124&windows-x86_64=cu124&layout=extras&torch=2.6.0",
        V260,
        {
            ("cpu", LINUX): at("cpu"),
            ("cpu", WINDOWS): at("cpu"),
            ("cpu", MAC): at("cpu"),
            ("cu124", LINUX): at("cu124"),
            ("cu124", WINDOWS): at("cu124"),
        },
    ),
    # the Japanese guide of mid 2025: torch 2.7.0
    "default-2.7.0": Seed(f"{ALL.format('pypi')}&torch=2.7.0", V270, everywhere(PYPI)),
    "cpu-2.7.0": Seed(f"{ALL.format('cpu')}&torch=2.7.0", V270, everywhere(at("cpu"))),
    "markers-2.7.0": Seed(
        "linux-x86_64=cu128&windows-x86_64=cpu&macos-arm64=cpu&torch=2.7.0",
        V270,
        {("", LINUX): at("cu128"), ("", WINDOWS): at("cpu"), ("", MAC): at("cpu")},
    ),
    "rocm6.3-2.7.0": Seed(
        "linux-x86_64=rocm6.3&windows-x86_64=pypi&macos-arm64=pypi&torch=2.7.0",
        V270,
        {("", LINUX): at("rocm6.3"), ("", WINDOWS): PYPI, ("", MAC): PYPI},
        {LINUX: "pytorch-triton-rocm>=3.3.0"},
    ),
    "xpu-2.7.0": Seed(
        "linux-x86_64=xpu&windows-x86_64=xpu&macos-arm64=pypi&torch=2.7.0",
        V270,
        {("", LINUX): at("xpu"), ("", WINDOWS): at("xpu"), ("", MAC): PYPI},
        {LINUX: "pytorch-triton-xpu>=3.3.0", WINDOWS: "pytorch-triton-xpu>=3.3.0"},
    ),
    "extras-2.7.0": Seed(
        f"{ALL.format('cpu')}&linux-x86_64=cu128&windows-x86_64=cu128&layout=extras&torch=2.7.0",
        V270,
        {
            ("cpu", LINUX): at("cpu"),
            ("cpu", WINDOWS): at("cpu"),
            ("cpu", MAC): at("cpu"),
            ("cu128", LINUX): at("cu128"),
            ("cu128", WINDOWS): at("cu128"),
        },
    ),
}


@pytest.mark.parametrize("seed", SEEDS.values(), ids=list(SEEDS))
def test_a_guide_s_configuration_comes_out_equal_in_meaning(seed: Seed, catalogue: Catalogue) -> None:
    document = document_of(f"{seed.link}&with=torchvision&{OPEN}", catalogue)
    assert document.data["project"]["requires-python"] == ">=3.12"
    assert set(document.urls.values()) == {url for urls in seed.indexes.values() for url in urls}
    for (selection, machine), urls in seed.indexes.items():
        required = document.requirements(machine, selection)
        assert {name: required[name] for name in seed.requirements} == seed.requirements
        for package in seed.requirements:
            assert document.indexes(package, machine, selection) == urls
        for triton in filter(None, [seed.triton.get(machine)]):
            name = triton.partition(">")[0]
            assert f"{name}{required[name]}" == triton
            assert document.indexes(name, machine, selection) == urls


@pytest.mark.parametrize("seed", [SEEDS["extras-2.5.1"], SEEDS["extras-2.6.0"], SEEDS["extras-2.7.0"]])
def test_the_extras_exclude_one_another(seed: Seed, catalogue: Catalogue) -> None:
    document = document_of(f"{seed.link}&with=torchvision&{OPEN}", catalogue)
    names = {selection for selection, _ in seed.indexes}
    assert {member["extra"] for member in document.uv["conflicts"][0]} == names
    assert document.data["project"]["dependencies"] == []


def test_the_file_with_find_links_of_2024_comes_out(catalogue: Catalogue) -> None:
    # its torchvision markers overlapped on Linux ARM64 and installed nothing there; ours are disjoint
    link = "linux-x86_64=cu118&linux-aarch64=pypi&macos-arm64=pypi&layout=find-links&torch=2.4.0&with=torchvision"
    document = document_of(f"{link}&python=3.11&python-cap=none", catalogue)
    assert document.uv == {"find-links": [f"{BASE}/cu118/torch", f"{BASE}/cu118/torchvision"]}
    assert document.data["project"]["requires-python"] == ">=3.11"
    assert document.requirements("linux-x86_64") == {"torch": "==2.4.0+cu118", "torchvision": "==0.19.0+cu118"}
    for machine in ("linux-aarch64", "macos-arm64"):
        assert document.requirements(machine) == {"torch": "==2.4.0", "torchvision": "==0.19.0"}


@pytest.mark.parametrize("mac", ["pypi", "cpu"])
def test_the_answer_with_extra_index_url_in_the_issue_comes_out(mac: str, catalogue: Catalogue) -> None:
    link = f"linux-x86_64=cpu&windows-x86_64=cpu&macos-arm64={mac}&layout=extra-index-url&torch=2.4.1"
    document = document_of(f"{link}&{OPEN}", catalogue)
    assert document.uv == {"extra-index-url": [f"{BASE}/cpu"], "index-strategy": "unsafe-best-match"}
    assert document.requirements("linux-x86_64") == {"torch": "==2.4.1+cpu"}
    assert document.requirements("windows-x86_64") == {"torch": "==2.4.1+cpu"}
    assert document.requirements("macos-arm64") == {"torch": "==2.4.1"}


def test_the_extras_somebody_asked_for_in_the_issue_come_out_working(catalogue: Catalogue) -> None:
    # there `extra ==` stood inside markers, and uv could not resolve it
    link = "linux-x86_64=cpu&linux-x86_64=cu118&macos-arm64=pypi&layout=extras&torch=2.4.1&bound=exact"
    document = document_of(link, catalogue)
    assert document.indexes("torch", "linux-x86_64", "cu118") == at("cu118")
    assert document.indexes("torch", "linux-x86_64", "cpu") == at("cpu")
    for selection in ("cpu", "cu118", "pypi"):
        assert document.indexes("torch", "macos-arm64", selection) == PYPI
        assert document.requirements("macos-arm64", selection) == {"torch": "==2.4.1"}


def test_the_uv_pip_lines_come_out(catalogue: Catalogue) -> None:
    lines = pip_lines_of("linux-x86_64=cpu&torch=2.7.0&with=torchvision&with=torchaudio", catalogue)
    family = '"torch>=2.7.0" "torchvision>=0.22.0" "torchaudio>=2.7.0"'
    assert f"uv pip install {family} --index-url {BASE}/cpu" in lines
    lines = pip_lines_of("linux-x86_64=cu126&torch=2.7.0&with=torchvision", catalogue)
    assert 'uv pip install "torch>=2.7.0" "torchvision>=0.22.0" --torch-backend=cu126' in lines
    assert 'uv pip install "torch>=2.7.0" "torchvision>=0.22.0" --torch-backend=auto' in lines
    lines = pip_lines_of("linux-x86_64=cu118&torch=2.5.1&with=torchvision&with=torchaudio", catalogue)
    assert lines[2].endswith(f"--index-url {BASE}/cu118")
