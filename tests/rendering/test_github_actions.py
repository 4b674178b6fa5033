"""The workflow is YAML with one job per machine and accelerator, which selects as the commands do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.documents import configuration_of
from wizard.rendering import commands, github_actions

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue


def workflow(link: str, catalogue: Catalogue) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(github_actions.render(configuration_of(link, catalogue)))
    return found


@pytest.mark.parametrize("layout", ["extras", "groups", "groups&default=cpu"])
def test_every_machine_installs_by_the_selection_the_commands_name(layout: str, catalogue: Catalogue) -> None:
    link = f"linux-x86_64=cu130&linux-x86_64=cpu&windows-x86_64=cpu&macos-arm64=pypi&torch=2.13.0&layout={layout}"
    machines = workflow(link, catalogue)["jobs"]["install"]["strategy"]["matrix"]["include"]
    assert [machine["runner"] for machine in machines] == ["ubuntu-latest"] * 2 + ["windows-latest", "macos-latest"]
    lines = commands.render(configuration_of(link, catalogue)).splitlines()
    for machine in machines:
        assert f"uv sync {machine['select']}".strip() in lines


def test_without_a_selection_the_lock_is_all(catalogue: Catalogue) -> None:
    job = workflow("linux-aarch64=cu130&torch=2.13.0", catalogue)["jobs"]["install"]
    assert job["strategy"]["matrix"]["include"] == [
        {"name": "Linux ARM64, CUDA 13.0", "runner": "ubuntu-24.04-arm", "select": ""}
    ]
    assert job["steps"][2] == {"run": "uv sync --locked ${{ matrix.select }}"}
    assert job["steps"][3]["run"].startswith('uv run --no-sync python -c "import torch; ')


def test_every_platform_has_a_runner(catalogue: Catalogue) -> None:
    assert set(github_actions.RUNNERS) == set(catalogue.platforms)
