"""The real pip and the real uv install the same from a ``requirements.txt``: what the wizard foresees.

Both ask a replica of PyTorch's pages and of PyPI's alone. Of what torch itself requires only the triton is asked for
that PyTorch alone has.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import pytest

from tests.documents import MACHINES
from tests.replica import Replica
from tests.resolution.pip_lines import MACHINE_SETTINGS, WOULD_INSTALL
from wizard.catalogue.tags import platform_tags
from wizard.choices.choices import Bound
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.configuration.outcomes import outcomes
from wizard.rendering import requirements
from wizard.resolution.at_hand import uv_at_hand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue, Platform

ROOT: Final = Path(__file__).parents[2]
BESIDE_PYPI: Final = "linux-x86_64=pypi&windows-x86_64=cu130&macos-arm64=cpu&torch=2.13.0&with=torchvision"
LINKS: Final = (
    (BESIDE_PYPI, "3.12"),
    ("linux-x86_64=rocm6.4&linux-aarch64=cu126&windows-x86_64=xpu&torch=2.9.1&bound=compatible", "3.13"),
    ("linux-x86_64=cu121&macos-x86_64=pypi&torch=2.2.2&with=torchvision&with=torchaudio&bound=exact", "3.10"),
)


def written(link: str, catalogue: Catalogue, replica: Replica) -> str:
    """Return the file, with the replica in the place of every index."""
    choices = decode(link, catalogue).choices
    text = requirements.render(configure(choices, catalogue, mirror=replica.base_url, pypi=replica.pypi_url))
    assert "pytorch.org" not in text
    return text


def by_pip(file: Path, platform: str, python: str, *more: str) -> dict[str, str] | str:
    """Return the wheels pip would install by package, or what it says against it."""
    markers = {**MACHINES[platform], "python_version": python, "python_full_version": f"{python}.0"}
    tags = [part for tag in platform_tags(platform) for part in ("--platform", tag)]
    target = ("--target", str(file.parent / "target"), "--only-binary=:all:", "--python-version", python, *tags)
    report = file.parent / f"{platform}.json"
    options = ("--no-deps", "--dry-run", "--quiet", "--report", str(report), *target, "-r", str(file), *more)
    asked = subprocess.run(
        [sys.executable, "-m", "tests.resolution.pip_elsewhere", json.dumps(markers), "install", *options],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if asked.returncode:
        return asked.stderr
    found = json.loads(report.read_text())["install"]
    return {one["metadata"]["name"]: unquote(one["download_info"]["url"].rpartition("/")[2]) for one in found}


def by_uv(file: Path, platform: Platform, python: str, *more: str) -> dict[str, str] | str:
    """Return the versions uv would install by package, or what it says against it."""
    uv = uv_at_hand(cache=file.parent / "cache", timeout=120, cancelled=Event())
    machine = ("--python-platform", platform.python_platform, "--python-version", python)
    target = ("--target", str(file.parent / "target"), "-r", str(file))
    asked = subprocess.run(
        [uv.program, "pip", "install", "--no-config", "--no-deps", "--dry-run", *machine, *target, *more],
        env={"PATH": os.environ["PATH"], "UV_CACHE_DIR": str(uv.cache), "UV_PYTHON_DOWNLOADS": "never"}
        | {"UV_PYTHON": str(uv.interpreters[0]), "NO_COLOR": "1", **MACHINE_SETTINGS.get(platform.slug, {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return asked.stderr if asked.returncode else dict(WOULD_INSTALL.findall(asked.stderr))


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    """Every published wheel of the shipped catalogue, PyPI's too."""
    with Replica(complete=True) as serving:
        yield serving


@pytest.mark.parametrize(("link", "python"), LINKS, ids=[link for link, _ in LINKS])
def test_pip_and_uv_install_what_the_wizard_foresees(
    link: str, python: str, catalogue: Catalogue, replica: Replica, tmp_path: Path
) -> None:
    exact = replace(decode(link, catalogue).choices, bound=Bound.EXACT)
    foreseen = {found.platform: dict(found.builds) for found in outcomes(exact, catalogue) if found.python == python}
    assert set(foreseen) == set(exact.accelerators)
    file = tmp_path / "requirements.txt"
    file.write_text(written(link, catalogue, replica))
    for platform, found in foreseen.items():
        builds = {package: build for package, build in found.items() if build}
        triton = [f"{package}=={build.full_version}" for package, build in builds.items() if "triton" in package]
        wheels = {package: build.files[python] for package, build in builds.items()}
        assert by_pip(file, platform, python, *triton) == wheels, platform
        versions = {package: build.full_version for package, build in builds.items()}
        assert by_uv(file, catalogue.platforms[platform], python, *triton) == versions, platform


def test_two_equals_signs_would_take_another_machine_s_build(
    catalogue: Catalogue, replica: Replica, tmp_path: Path
) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(written(BESIDE_PYPI, catalogue, replica).replace("===", "=="))
    for found in (
        by_pip(file, "linux-x86_64", "3.12"),
        by_uv(file, catalogue.platforms["linux-x86_64"], "3.12"),
    ):
        assert isinstance(found, dict), found
        assert "+cu130" in found["torch"]
