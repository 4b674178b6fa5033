"""Tries one uv release on one configuration: the release locks, today's uv exports, and we read that per machine.

The release runs ``uv lock`` as a person would. ``--no-build`` is left to the judge: before 0.5.8 it also forbids uv to
read the project itself.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from wizard.choices.choices import Layout
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.configuration.outcomes import outcomes
from wizard.rendering import commands, pyproject
from wizard.resolution.at_hand import interpreters
from wizard.resolution.machines import machine
from wizard.resolution.reading import read, read_export
from wizard.resolution.verdicts import Selection, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.outcomes import Outcome
    from wizard.configuration.values import Configuration
    from wizard.resolution.reading import Export

EXPORT: Final = ("export", "--frozen", "--format", "pylock.toml", "--no-emit-project", "--no-header")
TODAY: Final = Path(sys.executable).with_name("uv")
SECONDS: Final = 120
NETWORK_SETTINGS: Final = frozenset({"UV_DEFAULT_INDEX", "UV_HTTP_TIMEOUT", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS"})
LONGEST: Final = 150
ADDRESS: Final = re.compile(r"(https?://|file:/|(?<![\w`'])/)[^\s`']+")
TELLING: Final = re.compile(
    r"unknown field `[^`]+`|unexpected argument '[^']+' found|Failed to parse `uv.lock`|Because .+"
)
UNREACHABLE: Final = re.compile(r"error sending request|dns error|[Cc]onnection (refused|reset)|timed out|server error")
ASK_VERSION: Final = "import platform; print(platform.python_version())"


class Unmeasured(Exception):
    """A release could not be tried, for want of a network or of the interpreter named: that says nothing about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A configuration, and what each machine should get from it."""

    configuration: Configuration
    expected: tuple[Outcome, ...]


def question(link: str, catalogue: Catalogue, base_url: str) -> Question:
    """Return what is to be tried for a link in which nothing has to be changed."""
    decoded = decode(link, catalogue)
    assert not decoded.notices, decoded.notices
    expected = tuple(one for one in outcomes(decoded.choices, catalogue) if one.promised)
    assert expected, "a link without machines proves nothing"
    configuration = configure(decoded.choices, catalogue, mirror=base_url)
    return Question(configuration=configuration, expected=expected)


def failure(asked: Question, program: Path, cache_folder: Path) -> str:
    """Return how a uv release fails the question, in one line; nothing if every machine gets what it should."""
    with tempfile.TemporaryDirectory(prefix="minimum-uv-") as name:
        folder = Path(name)
        project = folder / "project"
        project.mkdir()
        (project / "pyproject.toml").write_text(pyproject.render(asked.configuration), encoding="utf-8")
        run = Run(folder=folder, cache=cache_folder, interpreter=_interpreter(asked.configuration.requires_python))
        locked = run.uv(program, "lock")
        if locked.returncode:
            return f"`uv lock`: {_cleaned(locked.stderr)}"
        return next(chain(_disagreements(asked, run), _unknown_commands(asked, run, program)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A folder with a project in it, and what uv is run with there."""

    folder: Path
    cache: Path
    interpreter: Path

    def uv(self, program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a uv command, of any release, to its end."""
        done = subprocess.run(
            [program, *arguments, "--python", self.interpreter],
            cwd=self.folder / "project",
            env=_environment(self.folder, self.cache),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode and UNREACHABLE.search(done.stderr):
            raise Unmeasured(done.stderr)
        return done

    def export(self, selection: Selection) -> Export | str:
        """Return what today's uv makes of the lock for a selection, or why it refuses."""
        done = self.uv(TODAY, *EXPORT, *selection.arguments)
        return _cleaned(done.stderr) if done.returncode else read_export(done.stdout)


def _environment(folder: Path, cache_folder: Path) -> Mapping[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in NETWORK_SETTINGS or not name.startswith(("UV_", "XDG_CONFIG", "VIRTUAL_ENV", "PYTHON"))
    }
    if "UV_DEFAULT_INDEX" in kept:  # unknown before 0.4.23
        kept["UV_INDEX_URL"] = kept["UV_DEFAULT_INDEX"]
    own = {"UV_CACHE_DIR": str(cache_folder), "XDG_CONFIG_DIRS": str(folder), "XDG_CONFIG_HOME": str(folder)}
    return kept | own | {"NO_COLOR": "1", "UV_PYTHON_DOWNLOADS": "never"}


@cache
def _interpreter(requires_python: str) -> Path:
    wanted = SpecifierSet(requires_python)
    for interpreter in interpreters():
        asked = subprocess.run([interpreter, "-I", "-c", ASK_VERSION], capture_output=True, text=True, check=True)
        if wanted.contains(asked.stdout.strip(), prereleases=True):
            return interpreter
    raise Unmeasured(requires_python)


def _disagreements(asked: Question, run: Run) -> Iterator[str]:
    platforms = {install.platform.slug: install.platform for install in asked.configuration.installs}
    exports: dict[Selection, Export | str] = {}
    for outcome in asked.expected:
        selection = _selection(asked.configuration, outcome)
        if selection not in exports:
            exports[selection] = run.export(selection)
        export = exports[selection]
        if isinstance(export, str):
            yield f"today's uv on its lock: {export}"
        else:
            verdict = read(export, selection, machine(platforms[outcome.platform], outcome.python))
            for found in _compare(asked, outcome, verdict):
                yield f"{outcome.platform}, Python {outcome.python}, {outcome.accelerator}: {found}"


def _unknown_commands(asked: Question, run: Run, program: Path) -> Iterator[str]:
    """Yield what a release says to the arguments of the sync commands we print; asking for help runs nothing."""
    for line in commands.render(asked.configuration).splitlines():
        if line.startswith("uv sync"):
            done = run.uv(program, *line.split()[1:], "--help")
            if done.returncode:
                yield f"`{line}`: {_cleaned(done.stderr)}"


def _compare(asked: Question, outcome: Outcome, verdict: Verdict) -> Iterator[str]:
    for absence in verdict.absences:
        yield f"{absence.package}: {_cleaned(str(absence.reason))}"
    urls = {index.accelerator: index.url for index in asked.configuration.indexes}
    expected = urls.get(outcome.accelerator, "")
    for package, build in outcome.builds:
        wheel = verdict.wheel(package)
        if wheel is None or build is None:
            yield f"{package} is not installed"
        elif asked.configuration.indexes and (wheel.index != expected if expected else wheel.index in urls.values()):
            yield f"{package} comes from another index"
        elif asked.configuration.choices.layout.pins and Version(wheel.version) != Version(build.full_version):
            yield f"{package} is {wheel.version} instead of {build.full_version}"


def _selection(configuration: Configuration, outcome: Outcome) -> Selection:
    match configuration.choices.layout:
        case Layout.EXTRAS:
            return Selection(extra=outcome.selection)
        case Layout.GROUPS:
            return Selection(group=outcome.selection)
        case _:
            return Selection()


def _cleaned(text: str) -> str:
    """Return what a refusal comes down to: its telling sentence, in one short line without addresses."""
    plain = " ".join(re.sub(r"[^ -~]", " ", ADDRESS.sub("", text)).split())
    told = TELLING.search(plain)
    return textwrap.shorten(told[0] if told else plain.rpartition("error: ")[2], width=LONGEST, placeholder=" ...")
