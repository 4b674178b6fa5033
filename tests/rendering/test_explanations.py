"""With explanations, no line of a document stands there without a reason above it."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest

from tests.documents import configuration_of
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.rendering import pyproject
from wizard.rendering.explanations import NIGHTLY_PARTS, PARTS

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

LINKS: Final = (
    "linux-x86_64=cu130&windows-x86_64=cpu&macos-arm64=pypi&torch=2.13.0&with=torchvision&environments=chosen",
    "linux-x86_64=cu130&linux-x86_64=cpu&macos-arm64=pypi&layout=extras&with=torchvision&with=torchaudio&torch=2.11.0",
    "linux-x86_64=cu130&linux-x86_64=cpu&layout=groups&default=cpu",
    "linux-x86_64=rocm6.4&windows-x86_64=xpu&torch=2.9.1",
    "linux-x86_64=cu118&linux-aarch64=pypi&layout=extra-index-url&torch=2.4.1&bound=exact",
    "linux-x86_64=cu118&linux-aarch64=pypi&layout=find-links&torch=2.4.1&bound=exact",
    "linux-x86_64=cu130&macos-arm64=cpu&channel=nightly&with=torchvision",
    "macos-x86_64=pypi&linux-x86_64=cpu",
)
PYPI: Final = "https://mirror.example/pypi/simple"
KEY: Final = re.compile(r"^[\w-]+ = ")
TOLD_BY_THE_LINE_ABOVE: Final = ("version = ", "url = ", "explicit = ", "default = ")


def unexplained(text: str) -> list[str]:
    """Return the lines with a key that have no comment directly above."""
    lines = text.splitlines()
    return [
        line
        for above, line in pairwise(lines)
        if KEY.match(line) and not above.startswith("# ") and not line.startswith(TOLD_BY_THE_LINE_ABOVE)
    ]


@pytest.mark.parametrize("pypi", ["", PYPI])
@pytest.mark.parametrize("link", LINKS)
def test_every_key_has_its_reason_above_it(link: str, pypi: str, catalogue: Catalogue) -> None:
    choices = decode(f"{link}&explain=yes", catalogue).choices
    text = pyproject.render(configure(choices, catalogue, pypi=pypi))
    assert unexplained(text) == []
    plain = pyproject.render(configure(decode(link, catalogue).choices, catalogue, pypi=pypi))
    assert "# " not in plain
    assert unexplained(plain)
    assert tomllib.loads(text) == tomllib.loads(plain)


def test_every_reason_is_given_somewhere(catalogue: Catalogue) -> None:
    written = "".join(
        pyproject.render(configure(decode(f"{link}&explain=yes", catalogue).choices, catalogue, pypi=PYPI))
        for link in LINKS
    )
    assert [part for part, text in (*PARTS.items(), *NIGHTLY_PARTS.items()) if f"# {text}\n" not in written] == []


def test_an_extra_says_what_it_installs_and_where(catalogue: Catalogue) -> None:
    text = pyproject.render(configuration_of(f"{LINKS[1]}&explain=yes", catalogue))
    assert "# CUDA 13.0, for Linux x86-64.\ncu130 = [" in text
    assert "# From the same index as torch: it was built for that torch.\ntorchvision = [" in text


def test_the_triton_of_a_build_says_why_it_is_routed(catalogue: Catalogue) -> None:
    text = pyproject.render(configuration_of(f"{LINKS[3]}&explain=yes", catalogue))
    assert "# torch requires it, and only torch's own index has it" in text.split("\npytorch-triton-rocm = [")[0]
