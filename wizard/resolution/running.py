"""Running uv in a folder of its own, within a time limit, leaving nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Event
from typing import Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from wizard.resolution.refusals import Cancelled, NoInterpreter, UvKilled, UvMissing, UvRefused, UvTooOld, UvTooSlow

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
HEARTBEAT_SECONDS: Final = 0.2
"""How soon a running uv notices that nobody waits for it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uv:
    """A uv to ask, the interpreters it may use, its cache, and the seconds one judgement may take.

    Setting ``cancelled`` stops what runs, from any thread.
    """

    program: Path
    interpreters: tuple[Path, ...]
    cache: Path
    timeout: float = 60
    cancelled: Event = field(default_factory=Event)

    @property
    def version(self) -> str:
        """What ``uv --version`` says; raises ``UvMissing``."""
        return _version_of(self.program)

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
    deadline: float

    @property
    def project(self) -> Path:
        """The folder of the pyproject.toml."""
        return self.folder / "project"

    @property
    def python(self) -> str:
        """The interpreter's minor version, ``3.12``."""
        return _version(self.interpreter).rpartition(".")[0]

    def run(self, *arguments: str, refusal: type[UvRefused] = UvRefused) -> subprocess.CompletedProcess[str]:
        """Run a uv command to its end, or stop it and everything it started."""
        command = (str(self.uv.program), *arguments, "--python", str(self.interpreter), "--no-progress")
        try:
            process = subprocess.Popen(  # noqa: S603  (no shell; the arguments are ours)
                command,
                cwd=self.project,
                env=_environment(self.uv, self.folder),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
        except (FileNotFoundError, PermissionError) as error:
            raise UvMissing(program=self.uv.program) from error
        output, remarks = self._communicate(process)
        if process.returncode < 0:
            raise UvKilled(command=" ".join(arguments), signal=signal.Signals(-process.returncode).name)
        if process.returncode:
            raise refusal(command=" ".join(arguments), explanation=remarks.strip())
        return subprocess.CompletedProcess(command, 0, output, remarks)

    def _communicate(self, process: subprocess.Popen[str]) -> tuple[str, str]:
        try:
            while True:
                try:
                    return process.communicate(timeout=self._patience())
                except subprocess.TimeoutExpired:
                    continue
        finally:
            if process.returncode is None:  # not waited for yet, so its number is still its group's
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.communicate()

    def _patience(self) -> float:
        """Return how long to wait before looking again whether to wait at all."""
        if self.uv.cancelled.is_set():
            raise Cancelled
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise UvTooSlow(seconds=self.uv.timeout)
        return min(left, HEARTBEAT_SECONDS)


def open_session(uv: Uv, folder: Path, document: str) -> Session:
    """Write the document into a project folder and choose the first interpreter that may run it."""
    deadline = time.monotonic() + uv.timeout
    session = Session(uv=uv, folder=folder, interpreter=_fitting(uv.interpreters, document), deadline=deadline)
    session.project.mkdir()
    (session.project / "pyproject.toml").write_text(document, encoding="utf-8")
    return session


def _environment(uv: Uv, folder: Path) -> dict[str, str]:
    """Return the variables uv sees.

    ``UV_NO_CONFIG`` is no option: it would also hide the document's own ``[tool.uv]`` indexes. The
    person's and the host's uv.toml are kept out by empty configuration folders instead. Temporary files
    of a uv that is stopped go with the folder.
    """
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


def _fitting(interpreters: tuple[Path, ...], document: str) -> Path:
    wanted = _requires_python(document)
    for interpreter in interpreters:
        version = _version(interpreter)
        if version and wanted.contains(version, prereleases=True):
            return interpreter
    raise NoInterpreter(requires_python=str(wanted))


def _requires_python(document: str) -> SpecifierSet:
    """Return what the document asks for; where it cannot be read, uv will say so better than we can."""
    try:
        return SpecifierSet(tomllib.loads(document)["project"]["requires-python"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, InvalidSpecifier):
        return SpecifierSet()


@cache
def _version(interpreter: Path) -> str:
    """Return an interpreter's version; nothing where it does not start, as a pyenv shim of another version."""
    command = (str(interpreter), "-I", "-c", ASK_VERSION)
    try:
        asked = subprocess.run(command, check=False, capture_output=True, timeout=PROBE_SECONDS)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    said = asked.stdout.decode(errors="replace").strip()
    return said if asked.returncode == 0 and PYTHON_VERSION.match(said) else ""


def _version_of(program: Path) -> str:
    try:
        command = (str(program), "--version")
        asked = subprocess.run(command, check=True, capture_output=True, timeout=PROBE_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UvTooSlow(seconds=PROBE_SECONDS) from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise UvMissing(program=program) from error
    said = VERSION.match(asked.stdout.decode(errors="replace"))
    if said is None:
        raise UvMissing(program=program)
    return said["version"]
