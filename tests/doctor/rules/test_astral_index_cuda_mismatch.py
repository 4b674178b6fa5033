"""What is built against torch is built for torch's CUDA."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from wizard.doctor.rules.astral_index_cuda_mismatch import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

FLASH = "flash-attn = { index = 'astral' }"
ASTRAL = '\n[[tool.uv.index]]\nname = "astral"\nurl = "https://wheels.astral.sh/simple/cu130/"\nexplicit = true\n'


def beside(torch: str, path: str = "") -> str:
    sources = f"torch = {source(path)}\n{FLASH}" if path else FLASH
    return project(torch, "flash-attn", sources=sources) + (index(path) if path else "") + ASTRAL


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        beside("torch==2.11.0 ; sys_platform == 'linux'", "cu130"),
        beside("torch==2.11.0 ; sys_platform == 'linux'"),
        beside("torch>=9", "cu128"),
        beside("numpy", "cu128"),
        beside("torch==2.11.0", "cu128").replace("/cu130/", "/any/"),
        beside("torch==2.11.0 ; sys_platform == 'linux'", "cu128").replace("whl/cu128", "whl/other"),
    ],
    ids=["same", "same-at-pypi", "no-such-torch", "no-torch", "no-accelerator", "unknown-index"],
)
def test_what_is_the_same_or_is_not_known_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_another_cuda_is_named_with_the_right_address(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, beside("torch==2.11.0 ; sys_platform == 'linux'", "cu128"), catalogue)
    assert found.place.path == ("tool", "uv", "sources", "flash-attn")
    assert (found.facts["index"], found.facts["torch"]) == ("cu130", "cu128")
    assert found.facts["url"] == "https://wheels.astral.sh/simple/cu128/"


def test_a_torch_without_cuda_has_no_such_address(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, beside("torch==2.11.0", "cpu"), catalogue)
    assert (found.facts["torch"], found.facts["url"]) == ("cpu", "")
