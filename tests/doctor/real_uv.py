"""Asks the real uv about a person's file: PyTorch's indexes are the replica's, the rest comes from the package index.

broken = real_uv.lock(FILE)
assert "conflicting indexes" in broken.refusal
mended = real_uv.lock(MENDED)
assert mended.installs("torch", Selection(extra="cpu")) == "2.13.0+cpu from cpu"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from wizard.resolution.machines import machine
from wizard.resolution.reading import read, read_export
from wizard.resolution.refusals import UvRefused
from wizard.resolution.running import Session, Uv, open_session
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.replica import Replica
    from wizard.catalogue.facts import Catalogue
    from wizard.resolution.verdicts import Machine

PYTORCH: Final = "https://download.pytorch.org/whl"
PYPI: Final = "pypi"
NOTHING: Final = Selection()
LINUX: Final = "linux-x86_64"
PYTHON: Final = "3.13"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What uv wrote to its errors, and whether it refused."""

    refused: bool
    errors: str


@dataclass(frozen=True, kw_only=True)
class Locked:
    """What uv made of a file: its refusal and warnings, its lock, and what machines get from that."""

    session: Session
    replica: Replica
    catalogue: Catalogue
    said: Said

    @property
    def refusal(self) -> str:
        """What uv wrote where it made no lock, else nothing; the indexes have the addresses of the file again."""
        return self.warnings if self.said.refused else ""

    @property
    def warnings(self) -> str:
        """Whatever uv wrote, in one line: it breaks lines where they get long."""
        return " ".join(self.said.errors.replace(self.replica.base_url, PYTORCH).split())

    @cached_property
    def lock(self) -> dict[str, Any]:
        """The lock as a value."""
        return tomllib.loads(self.text)

    @property
    def text(self) -> str:
        """The lock as uv wrote it, with the addresses of the file."""
        written = (self.session.project / "uv.lock").read_text(encoding="utf-8")
        return written.replace(self.replica.base_url, PYTORCH)

    def origins(self, package: str) -> set[str]:
        """Return the indexes the lock has a package from, ``cu130`` or ``pypi``, whoever needs it and wherever."""
        named = [one for one in self.lock["package"] if one["name"] == package]
        return {_origin(one["source"].get("registry", "")) for one in named}

    def versions(self, package: str) -> set[str]:
        """Return the versions the lock has of a package."""
        return {one["version"] for one in self.lock["package"] if one["name"] == package}

    def installs(self, package: str, selection: Selection = NOTHING, *, on: str = LINUX, python: str = PYTHON) -> str:
        """Say what a machine gets, ``2.13.0+cpu from cpu``; nothing where the selection has no such package.

        A machine that lacks a wheel gets the reason.
        """
        exported = self.run(
            *("export", "--frozen", "--format", "pylock.toml", "--no-emit-project", "--no-header"), *selection.arguments
        )
        verdict = read(read_export(exported), selection, self._machine(on, python))
        absent = next((one.reason for one in verdict.absences if one.package in {package, ""}), "")
        wheel = verdict.wheel(package)
        origin = (wheel.index or "").replace(self.replica.base_url, PYTORCH) if wheel else ""
        return f"{wheel.version} from {_origin(origin)}" if wheel else str(absent)

    def sync(self, *arguments: str, on: str = LINUX) -> Said:
        """Say what ``uv sync --dry-run`` says, with any further arguments, on a machine."""
        triple = self.catalogue.platforms[on].python_platform
        command = ("sync", "--frozen", "--dry-run", "--no-build", "--no-install-project", "--python-platform", triple)
        return _said(self.session, *command, *arguments)

    def run(self, *arguments: str) -> str:
        """Return what another command prints about the same project; raise ``UvRefused`` where uv does."""
        return self.session.run(*arguments).stdout.replace(self.replica.base_url, PYTORCH)

    def _machine(self, platform: str, python: str) -> Machine:
        return machine(self.catalogue.platforms[platform], python)


@dataclass(kw_only=True)
class RealUv:
    """A uv, the indexes it asks, and a place for the projects it is asked about."""

    uv: Uv
    replica: Replica
    catalogue: Catalogue
    folder: Path
    asked: int = field(default=0, init=False)

    def lock(self, text: str, *arguments: str, beside: Mapping[str, str] | None = None) -> Locked:
        """Lock a file in a folder of its own; ``beside`` are further files by their paths in that folder."""
        self.asked += 1
        folder = self.folder / f"asked-{self.asked}"
        folder.mkdir()
        session = open_session(self.uv, folder, self._replaced(text))
        for path, content in (beside or {}).items():
            (session.project / path).parent.mkdir(parents=True, exist_ok=True)
            (session.project / path).write_text(self._replaced(content), encoding="utf-8")
        said = _said(session, "lock", "--no-build", *arguments)
        return Locked(session=session, replica=self.replica, catalogue=self.catalogue, said=said)

    def _replaced(self, text: str) -> str:
        return text.replace(PYTORCH, self.replica.base_url)


def _said(session: Session, *arguments: str) -> Said:
    try:
        done = session.run(*arguments)
    except UvRefused as refused:
        return Said(refused=True, errors=refused.explanation)
    return Said(refused=False, errors=done.stderr)


def _origin(address: str) -> str:
    """Return the index's place on PyTorch's host, else that it is PyPI's; uv keeps the address as the file has it."""
    _, is_pytorch, place = address.partition("/whl/")
    return place.strip("/") if is_pytorch else PYPI
