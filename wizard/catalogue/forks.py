"""What a universal resolution is made of: wishes, the machines solved together, and what they take."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.facts import KNOWN_PYTHONS, minor
from wizard.catalogue.remembering import per_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.catalogue.facts import Build, Catalogue

Point = tuple[str, str]
"""A platform and a Python."""
OTHERS: Final = {"linux-other": "linux", "windows-other": "win32", "macos-other": "darwin", "other": "other"}
"""Machines nobody names, which a universal resolution covers too, and their ``sys_platform``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of one index: specifiers by package, torch first, and the triton package routed to it.

    The triton is required below ``triton_below`` only, if that is set. ``shared_with`` are the indexes asked before
    PyPI for torch's family, and where ``shares_triton`` for its triton too.
    """

    torch: str
    specifiers: tuple[tuple[str, str], ...]
    triton: str = ""
    triton_specifier: str = ""
    triton_below: str = ""
    shared_with: tuple[str, ...] = ()
    shares_triton: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The Pythons ``requires-python`` admits: from ``floor`` up to, not including, ``cap``."""

    floor: str
    cap: str = ""

    def __contains__(self, python: str) -> bool:
        """Say whether a Python is admitted."""
        return minor(self.floor) <= minor(python) and not (self.cap and minor(python) >= minor(self.cap))

    @property
    def specifier(self) -> str:
        """What ``requires-python`` says."""
        return f">={self.floor}" + (f",<{self.cap}" if self.cap else "")

    @property
    def pythons(self) -> tuple[str, ...]:
        """The known Pythons it admits."""
        return tuple(python for python in KNOWN_PYTHONS if python in self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Machines that one index serves by one selection; ``triton_on`` are those with the triton requirement."""

    selection: str
    accelerator: str
    platforms: frozenset[str]
    triton_on: frozenset[str]
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What uv takes on one machine: a build per package, ``None`` where it locks a version without a wheel."""

    torch: str
    builds: Mapping[str, Build | None]

    def installs_on(self, python: str, chosen: str) -> bool:
        """Say whether every package has a wheel for this Python.

        For the chosen release the wheel must have been seen; where uv moves on to a newer one, a documented file
        is enough, for there the question is only whether it stands in the way.
        """
        for build in self.builds.values():
            if build is None or python not in (build.pythons if self.torch == chosen else build.files):
                return False
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """One version on an index, its local part included, and every machine it has a wheel for."""

    public: str
    local: str
    points: frozenset[Point]
    pythons: frozenset[str]

    @property
    def full(self) -> str:
        """The version with its local version identifier."""
        return f"{self.public}+{self.local}" if self.local else self.public


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Machines resolved together, and the versions already decided for them."""

    branch: Branch
    points: frozenset[Point]
    decided: Mapping[str, Listed] = field(default_factory=dict)

    @property
    def pythons(self) -> frozenset[str]:
        """The Pythons of its machines."""
        return frozenset(python for _, python in self.points)

    def split(self, first: Iterable[Point]) -> tuple[Fork, Fork]:
        """Return these machines and the others as forks of their own."""
        chosen = self.points.intersection(first)
        return replace(self, points=chosen), replace(self, points=self.points - chosen)

    def deciding(self, package: str, version: Listed) -> Fork:
        """Return the fork with a version decided."""
        return replace(self, decided={**self.decided, package: version})


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A version a finished fork took from an index."""

    index: str
    points: frozenset[Point]
    version: Listed


Forks = tuple[Fork, ...]
"""What a fork falls into, the one to solve first in front."""


@per_catalogue(1_000)
def listed(catalogue: Catalogue, index: str, package: str) -> tuple[Listed, ...]:
    """Return every version of a package on an index, highest first."""
    points: dict[tuple[str, str], set[Point]] = {}
    for public, platforms in catalogue.builds.get((index, package), {}).items():
        for platform, builds in platforms.items():
            for build in builds:
                points.setdefault((public, build.local), set()).update((platform, python) for python in build.files)
    found = [
        Listed(public, local, frozenset(covered), frozenset(python for _, python in covered))
        for (public, local), covered in points.items()
    ]
    return tuple(sorted(found, key=lambda one: Version(one.full), reverse=True))
