"""Executes the ``uv pip`` lines as they are printed, and holds what uv would install against what was foreseen."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.facts import Channel
from wizard.configuration.outcomes import outcomes
from wizard.rendering import uv_pip
from wizard.resolution.running import INHERITED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from wizard.catalogue.facts import Build, Catalogue, Platform
    from wizard.configuration.outcomes import Outcome
    from wizard.configuration.values import Configuration
    from wizard.resolution.running import Uv

WOULD_INSTALL: Final = re.compile(r"^ \+ (\S+)==(\S+)$", re.MULTILINE)
MACHINE_SETTINGS: Final = {"macos-arm64": {"MACOSX_DEPLOYMENT_TARGET": "14.0"}}
"""What ``--python-platform`` cannot say: uv takes a Mac to run macOS 13, and torch 2.12 needs 14."""
WORKERS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed command, the machine it is printed for, and the Python that machine has."""

    text: str
    platform: Platform
    accelerator: str
    python: str

    def __str__(self) -> str:
        """Name it in a failure."""
        return f"{self.platform.slug} {self.python}: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pip:
    """uv, a folder with an empty virtual environment, and the variables that lead to the stand-in for PyTorch."""

    uv: Uv
    folder: Path
    variables: Mapping[str, str]

    def would_install(self, line: Line, **variables: str) -> dict[str, str] | str:
        """Run a line with ``--dry-run`` for its machine; return the versions by package, or what uv says against it."""
        settings = MACHINE_SETTINGS.get(line.platform.slug, {}) | variables
        asked = self.run(shlex.join([*shlex.split(line.text), *self._appended(line)]), **settings)
        return asked.stderr if asked.returncode else dict(WOULD_INSTALL.findall(asked.stderr))

    def run(self, text: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command of uv or uvx as it is printed, for this machine."""
        program, *arguments = shlex.split(text)
        assert program in {"uv", "uvx"}
        return subprocess.run(
            [self.uv.program.with_name(program), *arguments],
            cwd=self.folder,
            env=self._environment() | variables,
            capture_output=True,
            text=True,
            timeout=self.uv.timeout,
            check=False,
        )

    def _appended(self, line: Line) -> tuple[str, ...]:
        platform = ("--python-platform", line.platform.python_platform, "--python-version", line.python)
        return ("--dry-run", *platform, "--python", str(self.folder / ".venv"))

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name.upper() in INHERITED}
        own = {"UV_CACHE_DIR": str(self.uv.cache), "UV_PYTHON_DOWNLOADS": "never", "NO_COLOR": "1"}
        return {**inherited, **own, "XDG_CONFIG_HOME": str(self.folder), **self.variables}

    def create(self) -> Pip:
        """Make the virtual environment; ``--python-version`` stands in for Pythons this machine lacks."""
        command = [str(self.uv.program), "venv", "--quiet", "--python", str(self.uv.interpreters[0])]
        subprocess.run(command, cwd=self.folder, env=self._environment(), check=True)
        return self


def printed(configuration: Configuration) -> Iterator[Line]:
    """Yield every line of the ``uv-pip`` output for its machine, with the oldest or the newest Python in turn."""
    oldest, newest = configuration.pythons[0], configuration.pythons[-1]
    pythons = cycle((oldest, newest, newest, oldest))  # not just two: a machine has two lines
    blocks = uv_pip.render(configuration).rstrip().split("\n\n")
    is_stable = configuration.choices.channel is Channel.STABLE
    by_backend = is_stable and not configuration.mirrored
    tools = by_backend and any(install.url for install in configuration.installs)
    assert len(blocks) == len(configuration.installs) + by_backend + tools
    for install, block in zip(configuration.installs, blocks, strict=False):
        heading, *lines = block.splitlines()
        assert heading == f"# {install.platform.label}, {install.accelerator.label}"
        for text in lines:
            if not text.startswith("#"):
                slug = install.accelerator.slug
                yield Line(text=text, platform=install.platform, accelerator=slug, python=next(pythons))


def automatic(configuration: Configuration) -> Line:
    """Return the line that lets uv look at the driver, for the first machine."""
    first = configuration.installs[0]
    (text,) = (line for line in uv_pip.render(configuration).splitlines() if "--torch-backend=auto" in line)
    return Line(text=text, platform=first.platform, accelerator="auto", python=configuration.pythons[-1])


def disagreements(configuration: Configuration, catalogue: Catalogue, pip: Pip) -> list[str]:
    """Return a sentence for every line that would not install what the wizard foresees."""
    promised = [outcome for outcome in outcomes(configuration.choices, catalogue) if outcome.promised]
    foreseen = {(outcome.platform, outcome.accelerator, outcome.python): outcome for outcome in promised}
    lines = list(printed(configuration))
    with ThreadPoolExecutor(WORKERS) as pool:
        answers = list(pool.map(pip.would_install, lines))
    return [
        sentence
        for line, answer in zip(lines, answers, strict=True)
        for sentence in _compare(line, answer, foreseen[line.platform.slug, line.accelerator, line.python])
    ]


def _compare(line: Line, answer: dict[str, str] | str, foreseen: Outcome) -> Iterator[str]:
    """Compare torch and what was chosen with it; triton is torch's own business here, no requirement of the line."""
    if isinstance(answer, str):
        yield f"{line}: uv refuses: {answer}"
        return
    for package, build in foreseen.builds:
        wanted = build.promise if build else "no wheel"
        got = answer.get(package, "nothing")
        if build and build.moves:
            got = _channel(got, build)
        if "triton" not in package and got != wanted:
            yield f"{line}: {package} {got} instead of {wanted}"


def _channel(version: str, build: Build) -> str:
    """Return ``nightly`` for a nightly of a build's index; any other version as it is."""
    found = Version(version)
    return Channel.NIGHTLY.value if found.is_devrelease and (found.local or "") == build.local else version
