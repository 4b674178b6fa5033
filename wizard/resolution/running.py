"""Running uv in a folder of its own, within a time limit, leaving nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from wizard.resolution.refusals import NoInterpreter, UvMissing, UvRefused, UvTooSlow

NETWORK_SETTINGS: Final = frozenset(
    {"UV_DEFAULT_INDEX", "UV_HTTP_TIMEOUT", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS", "UV_OFFLINE"}
)
"""How this host reaches PyPI; every other ``UV_*`` variable could change what uv decides."""
ASK_VERSION: Final = "import platform; print(platform.python_version())"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uv:
    """A uv to ask, the interpreters it may use, its cache, and the seconds one judgement may take."""

    program: Path
    interpreters: tuple[Path, ...]
    cache: Path
    timeout: float = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One project folder, in which several commands share one deadline."""

    uv: Uv
    folder: Path
    interpreter: Path
    deadline: float

    def run(self, *arguments: str, refusal: type[UvRefused] = UvRefused) -> subprocess.CompletedProcess[str]:
        """Run a uv command to its end, or stop it and everything it started."""
        command = (str(self.uv.program), *arguments, "--python", str(self.interpreter), "--no-progress")
        try:
            process = subprocess.Popen(  # noqa: S603  (no shell; the arguments are ours)
                command,
                cwd=self.folder / "project",
                env=_environment(self.uv, self.folder),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                start_new_session=True,
            )
        except (FileNotFoundError, PermissionError) as error:
            raise UvMissing(program=self.uv.program) from error
        output, remarks = self._communicate(process)
        if process.returncode:
            raise refusal(command=" ".join(arguments), explanation=remarks.strip())
        return subprocess.CompletedProcess(command, 0, output, remarks)

    def _communicate(self, process: subprocess.Popen[str]) -> tuple[str, str]:
        try:
            return process.communicate(timeout=max(0.0, self.deadline - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise UvTooSlow(seconds=self.uv.timeout) from error
        finally:
            if process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.communicate()


def open_session(uv: Uv, folder: Path, document: str) -> Session:
    """Write the document into a project folder and choose the first interpreter that may run it."""
    (folder / "project").mkdir()
    (folder / "project" / "pyproject.toml").write_text(document, encoding="utf-8")
    deadline = time.monotonic() + uv.timeout
    return Session(uv=uv, folder=folder, interpreter=_fitting(uv.interpreters, document), deadline=deadline)


def _environment(uv: Uv, folder: Path) -> dict[str, str]:
    """Return the variables uv sees.

    ``UV_NO_CONFIG`` is no option: it would also hide the document's own ``[tool.uv]`` indexes. The
    person's and the host's uv.toml are kept out by empty configuration folders instead.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in NETWORK_SETTINGS or not name.startswith(("UV_", "XDG_CONFIG", "VIRTUAL_ENV", "PYTHON"))
    }
    return inherited | {
        "NO_COLOR": "1",
        "UV_CACHE_DIR": str(uv.cache),
        "UV_PYTHON_DOWNLOADS": "never",
        "XDG_CONFIG_DIRS": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }


def _fitting(interpreters: tuple[Path, ...], document: str) -> Path:
    wanted = _requires_python(document)
    for interpreter in interpreters:
        if wanted.contains(_version(interpreter), prereleases=True):
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
    command = (str(interpreter), "-I", "-c", ASK_VERSION)
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()  # noqa: S603
