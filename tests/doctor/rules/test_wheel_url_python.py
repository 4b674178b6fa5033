"""A wheel named by its address fits every Python the project lets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project
from wizard.doctor.rules.wheel_url_python import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

FOLDER = "https://a.org/whl"
FLASH = "flash_attn-2.8.3%2Bcu12torch2.8-cp312-cp312-linux_x86_64.whl"


def routed(filename: str, *, python: str = ">=3.12,<3.14", extra: str = "", asked: str = "flash-attn") -> str:
    return project(asked, python=python, sources=f'flash-attn = {{ url = "{FOLDER}/{filename}"{extra} }}')


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        routed(FLASH, python=">=3.12,<3.13"),
        routed(FLASH, python="==3.12.*"),
        routed(FLASH, extra=", marker = \"python_version == '3.12'\""),
        routed(FLASH, asked="flash-attn ; python_full_version < '3.13'"),
        routed(FLASH, asked="numpy"),
        routed(FLASH.replace("cp312-cp312", "cp39-abi3")),
        routed(FLASH.replace("cp312-cp312", "py3-none")),
        routed("flash_attn-2.8.3.tar.gz"),
        routed("no-wheel.whl"),
        routed(FLASH).replace('requires-python = ">=3.12,<3.14"\n', ""),
        project(f"torch @ {FOLDER}/torch-2.9.1-cp312-cp312-win_amd64.whl", python="==3.12.*"),
    ],
    ids=["same", "wildcard", "marked", "asked", "not-asked", "abi3", "any", "sdist", "odd", "no-python", "direct"],
)
def test_what_fits_or_says_nothing_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_source_for_fewer_pythons_is_named(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, routed(FLASH), catalogue)
    assert found.place.path == ("tool", "uv", "sources", "flash-attn")
    assert (found.facts["pythons"], found.facts["beyond"]) == (["3.12"], ["3.13"])
    assert found.facts["filename"] == FLASH.replace("%2B", "+")


def test_so_is_a_requirement(catalogue: Catalogue) -> None:
    text = project(f"torch @ {FOLDER}/torch-2.9.1-cp312-cp312-win_amd64.whl", python=">=3.11,<3.14")
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("project", "dependencies", 0)
    assert found.facts["beyond"] == ["3.11", "3.13"]
