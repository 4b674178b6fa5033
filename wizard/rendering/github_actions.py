"""A workflow for GitHub Actions that installs the lock on every chosen machine and says what it got."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.rendering.commands import check_line, selecting
from wizard.rendering.dockerfile import UV
from wizard.rendering.formats import Format

if TYPE_CHECKING:
    from wizard.configuration.values import Configuration, Install

RUNNERS: Final = {
    "linux-x86_64": "ubuntu-latest",
    "linux-aarch64": "ubuntu-24.04-arm",
    "windows-x86_64": "windows-latest",
    "windows-arm64": "windows-11-arm",
    "macos-arm64": "macos-latest",
    "macos-x86_64": "macos-15-intel",
}
"""GitHub's own machine for each platform (docs.github.com, "GitHub-hosted runners")."""
TEMPLATE: Final = """\
# GitHub's machines have no graphics card: this proves the installation, not what runs on a card.
name: torch
on: [push, pull_request]
permissions:
  contents: read
jobs:
  install:
    name: ${{{{ matrix.name }}}}
    runs-on: ${{{{ matrix.runner }}}}
    strategy:
      fail-fast: false
      matrix:
        include:
{machines}
    steps:
      - uses: actions/checkout@v5
      - uses: astral-sh/setup-uv@fac544c07dec837d0ccb6301d7b5580bf5edae39 # v8.2.0
        with:
          version: "{uv}"
      - run: uv sync --locked ${{{{ matrix.select }}}}
      - run: uv run --no-sync python -c "{check}"
"""
MACHINE: Final = """\
          - name: {name}
            runner: {runner}
            select: "{select}"\
"""


def render(configuration: Configuration) -> str:
    """Write one job per chosen machine and accelerator."""
    machines = "\n".join(_machine(configuration, install) for install in configuration.installs)
    return TEMPLATE.format(machines=machines, uv=UV, check=check_line(configuration))


def _machine(configuration: Configuration, install: Install) -> str:
    return MACHINE.format(
        name=f"{install.platform.label}, {install.accelerator.label}",
        runner=RUNNERS[install.platform.slug],
        select=selecting(configuration, install).strip(),
    )


FORMAT: Final = Format(
    slug="github-actions",
    label="GitHub Actions",
    filename="github-actions.yml",
    content_type="application/yaml",
    lexer="yaml",
    render=render,
    tab=False,
)
