"""A script says by itself what it needs (PEP 723)."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final

import pytest

from tests.documents import configuration_of
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode
from wizard.rendering import pyproject, script

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

BLOCK: Final = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
"""The expression PEP 723 finds the header with."""
LINKS: Final = {
    "several accelerators": "linux-x86_64=cu130&linux-x86_64=cpu&macos-arm64=pypi&layout=extras&torch=2.13.0",
    "their default": "linux-x86_64=cu130&linux-x86_64=cpu&layout=groups&default=cu130&torch=2.13.0&with=torchvision",
    "triton": "linux-x86_64=rocm6.4&windows-x86_64=xpu&torch=2.9.1&bound=exact",
    "chosen environments": "linux-x86_64=cu130&macos-arm64=pypi&torch=2.12.0&environments=chosen&explain=yes",
    "an old layout": "linux-x86_64=cu118&layout=extra-index-url&torch=2.4.1&bound=exact",
    "nightly": "linux-x86_64=cu132&channel=nightly",
}


def metadata_of(text: str) -> str:
    """Return the TOML in a script, as the PEP reads it."""
    found = list(BLOCK.finditer(text))
    assert [one["type"] for one in found] == ["script"]
    return "".join(f"{line[2:]}\n" for line in found[0]["content"].splitlines())


def narrowed(link: str, catalogue: Catalogue) -> str:
    return encode(script.one_each(decode(link, catalogue).choices))


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_the_header_says_what_the_project_says(link: str, catalogue: Catalogue) -> None:
    configuration = configuration_of(narrowed(link, catalogue), catalogue)
    project = tomllib.loads(pyproject.render(configuration))
    text = script.render(configuration)
    header = tomllib.loads(metadata_of(text))
    assert header["dependencies"] == project["project"]["dependencies"]
    assert header["requires-python"] == project["project"]["requires-python"]
    assert header.get("tool") == project.get("tool")
    compile(text, "script.py", "exec")


def test_of_several_accelerators_a_script_takes_the_default_else_the_first(catalogue: Catalogue) -> None:
    assert decode(narrowed(LINKS["several accelerators"], catalogue), catalogue).choices.accelerators == {
        "linux-x86_64": ("cpu",),
        "macos-arm64": ("pypi",),
    }
    assert decode(narrowed(LINKS["their default"], catalogue), catalogue).choices.accelerators == {
        "linux-x86_64": ("cu130",)
    }


def test_what_uv_does_not_know_in_a_script_is_missed(catalogue: Catalogue) -> None:
    link = "linux-x86_64=cu129&windows-x86_64=cu129&torch=2.9.0"
    assert script.misses(configuration_of(link, catalogue)) == "script-environments"
    assert not script.misses(configuration_of(f"{link}&bound=exact", catalogue))
