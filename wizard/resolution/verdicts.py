"""What the judge is asked and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from packaging.tags import Tag

from wizard.languages import Words

FAMILY: Final = frozenset(
    {
        "torch",
        "torchvision",
        "torchaudio",
        "torchcodec",
        "torchao",
        "xformers",
        "triton",
        "triton-rocm",
        "triton-xpu",
        "pytorch-triton",
        "pytorch-triton-rocm",
        "pytorch-triton-xpu",
    }
)
"""The packages whose wheels a judgement names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a person installs besides the dependencies: nothing, one extra, one dependency group, or the default groups.

    The last is what a bare ``uv sync`` does; all others leave the default groups out.
    """

    extra: str | None = None
    group: str | None = None
    defaults: bool = False

    @property
    def name(self) -> str:
        """The extra or group, empty where nothing is named."""
        return self.extra or self.group or ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the uv arguments that select exactly this."""
        if self.defaults:
            return ()
        if self.extra:
            return ("--extra", self.extra)
        if self.group:
            return ("--no-default-groups", "--group", self.group)
        return ("--no-default-groups",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A computer with a Python: its marker environment, its wheel tags, best first, and uv's triple for it."""

    platform: str
    python: str
    triple: str
    environment: Mapping[str, str]
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenWheel:
    """The file a machine installs, and the index the lock took it from (``None`` for ``find-links``)."""

    package: str
    version: str
    filename: str
    index: str | None
    url: str | None
    size: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Why a machine cannot install a package, or (``package`` empty) the lock as a whole."""

    package: str
    reason: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one machine gets with one selection."""

    selection: Selection
    platform: str
    python: str
    wheels: tuple[ChosenWheel, ...] = ()
    absences: tuple[Absence, ...] = ()

    @property
    def installs(self) -> bool:
        """Say whether every package of the selection has a file for the machine."""
        return not self.absences

    def wheel(self, package: str) -> ChosenWheel | None:
        """Return the file chosen for a package, if the machine gets it at all."""
        return next((wheel for wheel in self.wheels if wheel.package == package), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What ``uv sync --dry-run`` would install on one machine with one selection: versions by package.

    ``refusal`` is what uv wrote where it would install nothing.
    """

    selection: Selection
    platform: str
    python: str
    versions: Mapping[str, str]
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everything uv decided about a document; ``seconds`` is how long locking took."""

    seconds: float
    verdicts: tuple[Verdict, ...]
    dry_runs: tuple[DryRun, ...]

    def verdict(self, selection: Selection, platform: str, python: str) -> Verdict:
        """Return what a machine gets with this selection."""
        asked = (selection, platform, python)
        return next(one for one in self.verdicts if (one.selection, one.platform, one.python) == asked)
