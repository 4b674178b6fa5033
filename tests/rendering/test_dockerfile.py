"""The Dockerfile is what hadolint accepts, for the chosen accelerators."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.documents import configuration_of
from wizard.rendering import dockerfile

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

HADOLINT: Final = Path(sys.executable).with_name("hadolint")
BOTH: Final = "linux-x86_64=cu130&linux-x86_64=cpu&macos-arm64=pypi&torch=2.13.0"
LINKS: Final = {
    "markers": ("linux-x86_64=cu130&linux-aarch64=cu130&torch=2.13.0", {"": "2.13.0+cu130"}),
    "extras": (f"{BOTH}&layout=extras", {"cpu": "2.13.0+cpu", "cu130": "2.13.0+cu130"}),
    "one extra": ("linux-x86_64=cpu&macos-arm64=pypi&layout=extras&torch=2.13.0", {"": "2.13.0+cpu"}),
    "groups": (f"{BOTH}&layout=groups", {"cpu": "2.13.0+cpu", "cu130": "2.13.0+cu130"}),
    "default": (f"{BOTH}&layout=groups&default=cpu", {"cpu": "2.13.0+cpu", "cu130": "2.13.0+cu130"}),
    "one default": ("linux-x86_64=cpu&layout=groups&default=cpu&torch=2.13.0", {"": "2.13.0+cpu"}),
}


@pytest.mark.parametrize("name", LINKS)
def test_hadolint_finds_nothing(name: str, catalogue: Catalogue) -> None:
    text = dockerfile.render(configuration_of(LINKS[name][0], catalogue))
    done = subprocess.run([HADOLINT, "-"], input=text, capture_output=True, text=True, check=False, timeout=300)
    assert (done.stdout, done.returncode) == ("", 0)


def test_both_stages_run_the_newest_python_every_machine_has(catalogue: Catalogue) -> None:
    configuration = configuration_of("linux-x86_64=cu118&torch=2.4.1&bound=exact", catalogue)
    assert configuration.pythons[-1] == "3.12"
    assert re.findall(r"^FROM (\S+)", dockerfile.render(configuration), re.MULTILINE) == ["python:3.12-slim"] * 2


@pytest.mark.parametrize(("default", "argument"), [("", "cpu"), ("&default=cu130", "cu130")])
def test_the_argument_is_the_default_group_else_the_first(default: str, argument: str, catalogue: Catalogue) -> None:
    text = dockerfile.render(configuration_of(f"{BOTH}&layout=groups{default}", catalogue))
    assert f"\nARG ACCELERATOR={argument}\n" in text


def test_one_accelerator_needs_no_argument(catalogue: Catalogue) -> None:
    assert "ARG" not in dockerfile.render(configuration_of(LINKS["one extra"][0], catalogue))


def test_there_is_none_without_a_linux_machine(catalogue: Catalogue) -> None:
    assert dockerfile.misses(configuration_of("macos-arm64=pypi", catalogue)) == "no-linux"
