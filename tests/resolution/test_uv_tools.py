"""The lines for tools are what the real uv takes: it knows every backend they name, and takes torch from there."""

from __future__ import annotations

import re
from threading import Event
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

import pytest

from tests.documents import configuration_of, pip_lines_of
from tests.resolution.pip_lines import Pip
from wizard.catalogue.facts import Channel
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.rendering import uv_pip
from wizard.resolution.at_hand import uv_at_hand

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.catalogue.facts import Catalogue

TOOLS: Final = ("uv tool install", "uvx")
METADATA: Final = "Metadata-Version: 2.1\nName: needs-torch\nVersion: 1\nRequires-Dist: torch==2.9.1\n"
WHEEL: Final = "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def tool_lines(lines: list[str]) -> list[str]:
    """Return the commands for tools, which are printed as comments."""
    return [line.removeprefix("# ") for line in lines if line.endswith(" TOOL")]


def needs_torch(folder: Path) -> Path:
    """Write the wheel of a tool that requires torch, and return the folder it lies in."""
    with ZipFile(folder / "needs_torch-1-py3-none-any.whl", "w") as wheel:
        about = "needs_torch-1.dist-info"
        wheel.writestr(f"{about}/METADATA", METADATA)
        wheel.writestr(f"{about}/WHEEL", WHEEL)
        wheel.writestr(f"{about}/entry_points.txt", "[console_scripts]\nneeds-torch = this:main\n")
        wheel.writestr(f"{about}/RECORD", "")
    return folder


def test_every_accelerator_uv_knows_has_both_lines_once(catalogue: Catalogue) -> None:
    link = "linux-x86_64=cu130&linux-x86_64=cpu&linux-aarch64=cu130&windows-x86_64=pypi&torch=2.13.0"
    backends = ("cpu", "cu130")
    lines = [f"{command} --torch-backend={backend} TOOL" for command in TOOLS for backend in backends]
    assert tool_lines(pip_lines_of(link, catalogue)) == lines


@pytest.mark.parametrize(("slug", "since"), [("cpu", "0.9.19"), ("cu132", "0.11.29")])
def test_the_uv_that_knows_both_the_option_and_the_backend_is_named(
    slug: str, since: str, catalogue: Catalogue
) -> None:
    heading = f"# A tool that needs torch, in an environment of its own (uv {since} or newer)"
    assert heading in pip_lines_of(f"linux-x86_64={slug}&torch=2.12.1", catalogue)


def test_there_are_none_where_uv_has_no_backend_for_it(catalogue: Catalogue) -> None:
    mirrored = configure(
        decode("linux-x86_64=cu130", catalogue).choices, catalogue, mirror="https://mirror.example/whl"
    )
    nightly = configuration_of(f"linux-x86_64=cu130&channel={Channel.NIGHTLY}", catalogue)
    on_pypi = configuration_of("macos-arm64=pypi&torch=2.13.0", catalogue)
    for configuration in (mirrored, nightly, on_pypi):
        assert tool_lines(uv_pip.render(configuration).splitlines()) == []


@pytest.mark.parametrize("command", TOOLS)
def test_uv_s_tools_know_every_backend_they_are_given(command: str, catalogue: Catalogue, tmp_path: Path) -> None:
    pip = Pip(uv=uv_at_hand(cache=tmp_path, timeout=60, cancelled=Event()), folder=tmp_path, variables={})
    option = " ".join(pip.run(f"{command} --help").stdout.partition("--torch-backend ")[2].split())
    known = re.search(r"possible values: ([^]]+)\]", option)
    assert known
    offered = {slug for slug, found in catalogue.accelerators.items() if found.torch_backend_since}
    assert offered <= set(known[1].split(", "))


@pytest.mark.network
@pytest.mark.parametrize("at", [0, 1], ids=TOOLS)
def test_a_tool_gets_the_torch_of_its_backend(at: int, catalogue: Catalogue, pip: Pip, tmp_path: Path) -> None:
    """The replica has no wheels to fetch, but uv names what it could not fetch."""
    line = tool_lines(pip_lines_of("linux-x86_64=cpu&torch=2.9.1", catalogue))[at]
    asked = pip.run(
        line.replace("TOOL", f"--find-links {needs_torch(tmp_path)} needs-torch"), UV_TOOL_DIR=str(tmp_path)
    )
    assert asked.returncode
    assert "https://download.pytorch.org/whl/cpu/torch-2.9.1%2Bcpu-cp3" in asked.stderr
