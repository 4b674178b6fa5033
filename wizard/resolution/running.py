"""Running uv in a folder of its own, secluded from the settings of whoever runs it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from wizard.resolution.processes import Patience, Program
from wizard.resolution.refusals import NoInterpreter, NotUv, UvKilled, UvMissing, UvRefused, UvTooOld, UvTooSlow

INHERITED: Final = frozenset(
    {
        *("HOME", "PATH", "SYSTEMROOT", "USERPROFILE"),
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"),
        *("UV_DEFAULT_INDEX", "UV_HTTP_TIMEOUT", "UV_HTTP_RETRIES", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS", "UV_OFFLINE"),
    }
)
"""What uv learns of this host: where it is, and how it reaches PyPI. Other ``UV_*`` variables could change what uv
decides, and the rest may be secrets of the site."""
ASK_VERSION: Final = "import platform; print(platform.python_version())"
PYTHON_VERSION: Final = re.compile(r"3\.\d+\.\d+\S*\Z")
JUDGES_SINCE: Final = "0.6.15"
"""The first uv that exports pylock.toml files; measured, as is that we read them right."""
MACOS: Final = "14.0"
"""What ``--python-platform`` means by macOS; uv itself assumes 13, which torch 2.12 no longer has wheels for."""
VERSION: Final = re.compile(r"uv (?P<version>\d+(\.\d+)+\S*)")
PROBE_SECONDS: Final = 20
"""How long uv or an interpreter may take to say its version."""
_versions: Final[dict[Path, str]] = {}
"""What interpreters said; one that did not start is asked again, since it may be mended."""


@dataclass(frozen=True, kw_only=True)
class Uv:
    """A uv to ask, the interpreters it may use, its cache, and the seconds one judgement may take.

    Setting ``cancelled`` stops what runs, from any thread. Without slots, so that the version is asked for once.
    """

    program: Path
    interpreters: tuple[Path, ...]
    cache: Path
    timeout: float = 60
    cancelled: Event = field(default_factory=Event)

    @cached_property
    def version(self) -> str:
        """What ``uv --version`` says; raises ``UvMissing`` or ``NotUv``."""
        return _version_of(self.program, Patience.of(self.timeout, self.cancelled))

    def must_know(self, needed: str) -> None:
        """Raise ``UvTooOld`` where this uv can neither judge nor understand what needs a version."""
        least = max(needed, JUDGES_SINCE, key=Version)
        if Version(self.version) < Version(least):
            raise UvTooOld(version=self.version, needed=least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One project folder, in which several commands share one deadline."""

    uv: Uv
    folder: Path
    interpreter: Path
    version: str
    patience: Patience

    @property
    def project(self) -> Path:
        """The folder of the pyproject.toml."""
        return self.folder / "project"

    @property
    def python(self) -> str:
        """The interpreter's minor version, ``3.12``."""
        return self.version.rpartition(".")[0]

    def run(self, *arguments: str, refusal: type[UvRefused] = UvRefused) -> subprocess.CompletedProcess[str]:
        """Run a uv command to its end, or stop it and everything it started."""
        command = (str(self.uv.program), *arguments, "--python", str(self.interpreter), "--no-progress")
        program = Program(command=command, folder=self.project, environment=_environment(self.uv, self.folder))
        try:
            done = program.run(self.patience)
        except (FileNotFoundError, PermissionError) as error:
            raise UvMissing(program=self.uv.program) from error
        if done.returncode < 0:
            raise UvKilled(command=" ".join(arguments), signal=signal.Signals(-done.returncode).name)
        if done.returncode:
            raise refusal(command=" ".join(arguments), explanation=done.stderr.strip())
        return done


def open_session(uv: Uv, folder: Path, document: str) -> Session:
    """Write the document into a project folder and choose the first interpreter that may run it."""
    patience = Patience.of(uv.timeout, uv.cancelled)
    interpreter, version = _fitting(uv.interpreters, document, patience)
    session = Session(uv=uv, folder=folder, interpreter=interpreter, version=version, patience=patience)
    session.project.mkdir()
    (session.project / "pyproject.toml").write_text(document, encoding="utf-8")
    _seclude(folder)
    return session


def _seclude(folder: Path) -> None:
    """Keep out what uv would look for around the project: settings and workspaces above it, settings of the host.

    ``UV_NO_CONFIG`` is no option: it would also hide the document's own ``[tool.uv]`` indexes. Looking upwards, uv
    stops at a workspace that has no members; looking for the person's and the host's uv.toml, at an empty one.
    """
    (folder / "pyproject.toml").write_text("[tool.uv.workspace]\n", encoding="utf-8")
    (folder / "uv").mkdir()
    (folder / "uv" / "uv.toml").touch()


def _environment(uv: Uv, folder: Path) -> dict[str, str]:
    """Return the variables uv sees; temporary files of a uv that is stopped go with the folder."""
    inherited = {name: value for name, value in os.environ.items() if name.upper() in INHERITED}
    return inherited | {
        "MACOSX_DEPLOYMENT_TARGET": MACOS,
        "NO_COLOR": "1",
        "TEMP": str(folder),
        "TMPDIR": str(folder),
        "UV_CACHE_DIR": str(uv.cache),
        "UV_PYTHON_DOWNLOADS": "never",
        "XDG_CONFIG_DIRS": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }


def _fitting(interpreters: tuple[Path, ...], document: str, patience: Patience) -> tuple[Path, str]:
    wanted = _requires_python(document)
    for interpreter in interpreters:
        version = _version(interpreter, patience)
        if version and wanted.contains(version, prereleases=True):
            return interpreter, version
    raise NoInterpreter(requires_python=str(wanted))


def _requires_python(document: str) -> SpecifierSet:
    """Return what the document asks for; where it cannot be read, uv will say so better than we can."""
    try:
        return SpecifierSet(tomllib.loads(document)["project"]["requires-python"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, InvalidSpecifier):
        return SpecifierSet()


def _version(interpreter: Path, patience: Patience) -> str:
    """Return an interpreter's version; nothing where it does not start, as a pyenv shim of another version."""
    if interpreter not in _versions:
        command = (str(interpreter), "-I", "-c", ASK_VERSION)
        try:
            asked = Program(command=command).run(patience.at_most(PROBE_SECONDS))
        except OSError:
            return ""
        except UvTooSlow:
            patience.left()  # raises where there is no time for another one either
            return ""
        said = asked.stdout.strip()
        if asked.returncode or not PYTHON_VERSION.match(said):
            return ""
        _versions[interpreter] = said
    return _versions[interpreter]


def _version_of(program: Path, patience: Patience) -> str:
    try:
        asked = Program(command=(str(program), "--version")).run(patience.at_most(PROBE_SECONDS))
    except OSError as error:
        raise UvMissing(program=program) from error
    said = VERSION.match(asked.stdout)
    if asked.returncode or said is None:
        raise NotUv(program=program)
    return said["version"]
