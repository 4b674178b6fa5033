"""uv's releases: their versions, and their programs, each installed once into a folder of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from packaging.version import Version
from pypi_simple import PyPISimple

from tests.minimum_uv.trying import TODAY

if TYPE_CHECKING:
    from pathlib import Path


def published() -> tuple[str, ...]:
    """Return every final release the package index offers, oldest first."""
    with PyPISimple() as client:
        files = client.get_project_page("uv").packages
    offered = {Version(file.version) for file in files if file.version and not file.is_yanked}
    return tuple(str(version) for version in sorted(offered) if not version.is_prerelease)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Programs of several releases side by side, with one cache for all, as uv allows."""

    folder: Path
    installing: Lock = field(default_factory=Lock)

    @property
    def cache(self) -> Path:
        """Where every release keeps what it downloads."""
        return self.folder / "cache"

    def offers(self, requirement: str) -> subprocess.CompletedProcess[str]:
        """Ask the package index for a release that fits, installing nothing."""
        command = (TODAY, "pip", "compile", "-", "--quiet", "--no-config", "--no-deps", "--cache-dir", self.cache)
        return subprocess.run(
            [*command, "--python", sys.executable], input=requirement, capture_output=True, text=True, check=False
        )

    def program(self, version: str) -> Path:
        """Return the uv of a release, installing it first where it is not here yet."""
        target = self.folder / "releases" / version
        program = target / "bin" / "uv"
        with self.installing:
            if not program.exists():
                command = (TODAY, "pip", "install", "--quiet", "--no-config", "--no-deps", "--no-build")
                where = ("--target", target, "--cache-dir", self.cache, "--python", sys.executable)
                subprocess.run([*command, *where, f"uv=={version}"], check=True)
        return program
