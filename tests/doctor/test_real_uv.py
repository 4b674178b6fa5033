"""The way to the real uv gives what uv says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.pieces import TWO_EXTRAS
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv

pytestmark = pytest.mark.network


def test_uv_locks_a_file_and_says_what_each_machine_gets(real_uv: RealUv) -> None:
    locked = real_uv.lock(TWO_EXTRAS)
    assert locked.refusal == ""
    assert locked.origins("torch") == {"cpu", "cu130"}
    assert locked.versions("torch") == {"2.9.1", "2.9.1+cpu", "2.9.1+cu130"}
    assert locked.installs("torch", Selection(extra="cpu")) == "2.9.1+cpu from cpu"
    assert locked.installs("torch", Selection(extra="cu130"), on="windows-x86_64") == "2.9.1+cu130 from cu130"
    assert locked.installs("torch", Selection(extra="cpu"), on="macos-arm64") == "2.9.1 from cpu"
    assert "no wheel that fits" in locked.installs("torch", Selection(extra="cu130"), on="macos-arm64")
    assert locked.installs("torch") == ""
    assert "torch==2.9.1+cpu" in locked.sync("--extra", "cpu").errors
    assert locked.sync("--extra", "cu130", on="macos-arm64").refused
    assert locked.sync("--all-extras").refused


def test_what_uv_refuses_is_told_in_its_words(real_uv: RealUv) -> None:
    refused = real_uv.lock(TWO_EXTRAS.replace('conflicts = [[{ extra = "cpu" }, { extra = "cu130" }]]', ""))
    assert "contain conflicting indexes for package `torch`" in refused.refusal
    assert "https://download.pytorch.org/whl/cpu" in refused.refusal


def test_further_files_stand_beside_the_project(real_uv: RealUv) -> None:
    root = '[project]\nname = "app"\nversion = "0.1.0"\n\n[tool.uv.workspace]\nmembers = ["member"]\n'
    member = '[project]\nname = "member"\nversion = "0.1.0"\n'
    locked = real_uv.lock(root, beside={"member/pyproject.toml": member})
    assert [one["name"] for one in locked.lock["package"]] == ["app", "member"]
