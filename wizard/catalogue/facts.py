"""What exists, as frozen values: the vocabulary every other room speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from packaging.specifiers import SpecifierSet
from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KNOWN_PYTHONS = ("3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15")
OLDEST_DEFAULT_PYTHON = "3.10"
ALWAYS_OFFERED = ("pypi", "cpu")
"""The accelerators that stand in where nothing else is chosen: without them nothing works."""
FROM_PYPI = "triton"
"""The one triton that PyPI lists too, though not for every machine; the others exist on torch's indexes alone."""
SEEN_IN = frozenset({"index page", "pypi", "lock file", "crawl"})
"""Where a wheel's file itself was seen; in other places it was only named."""


@lru_cache(maxsize=1_000)
def minor(python: str) -> int:
    """Return the minor number of ``3.12``, by which Pythons are ordered."""
    return int(python.split(".")[1])


@lru_cache(maxsize=1_000)
def specifier_set(text: str) -> SpecifierSet:
    """Parse a version specifier once: the same few are asked for thousands of times."""
    return SpecifierSet(text)


@lru_cache(maxsize=100_000)
def admits(specifier: str, version: str) -> bool:
    """Say whether a specifier lets a version in; resolutions ask the same of the same versions again and again."""
    return specifier_set(specifier).contains(version)


class Evidence(StrEnum):
    """How a fact is known; one kind is never promoted to another."""

    SEEN = "seen"
    DOCUMENTED = "documented"
    INFERRED = "inferred"


class Channel(StrEnum):
    """Which builds are meant: releases, or what PyTorch builds every night and deletes again after a while."""

    STABLE = "stable"
    NIGHTLY = "nightly"


class Kind(StrEnum):
    """What family of hardware an accelerator belongs to."""

    DEFAULT = "default"
    CPU = "cpu"
    CUDA = "cuda"
    ROCM = "rocm"
    XPU = "xpu"


class Status(StrEnum):
    """How completely the files of one release on one index are known."""

    FULL = "full"
    PARTIAL = "partial"
    HALF_KNOWN = "half-known"
    DOCUMENTED = "documented"
    INFERRED = "inferred"


OFFERED = frozenset({Status.FULL, Status.PARTIAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """An operating system and machine, spelled as markers and wheels spell them."""

    slug: str
    label: str
    sys_platform: str
    platform_machine: str
    python_platform: str

    @property
    def marker(self) -> str:
        """The exact PEP 508 marker of this machine."""
        return f"sys_platform == '{self.sys_platform}' and platform_machine == '{self.platform_machine}'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accelerator:
    """What computes, under the slug uv gives it; ``index`` is empty for PyPI's default build.

    The nightly index of the same name was seen with builds for the platforms in ``nightly``, and with those packages of
    torch's family that ``nightly_packages`` names; ``nightly_triton`` is the triton its builds require.
    """

    slug: str
    label: str
    kind: Kind
    index: str
    url: str
    torch_backend_since: str
    driver_linux: str
    driver_windows: str
    capability_from: str
    capability_to: str
    nightly: frozenset[str] = frozenset()
    nightly_packages: frozenset[str] = frozenset()
    nightly_triton: str = ""

    @property
    def name(self) -> str:
        """The extra or group name: the slug without dots."""
        return self.slug.replace(".", "")

    @property
    def index_name(self) -> str:
        """The name of the index in ``[[tool.uv.index]]``."""
        channel = self.index.rpartition("/")[0]
        return "-".join(filter(None, ("pytorch", channel, self.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package that must come from torch's own index; ``nightly`` is the floor its nightlies are asked for with."""

    name: str
    label: str
    pinned_until: str
    requires_torch: str
    nightly: str = ""

    def requirement_on_torch(self, version: str, pair: str) -> SpecifierSet:
        """Return what this release's metadata demand of torch (notes 31 to 34)."""
        if self.pinned_until and Version(version) <= Version(self.pinned_until):
            return specifier_set(f"=={pair}" if pair else "<0")
        return specifier_set(self.requires_torch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A torch release, the releases of its family that go with it, and PyPI's CUDA on Linux (notes 28 and 29)."""

    torch: str
    released: str
    requires_python: str
    pypi_cuda: Mapping[str, str]
    pairs: Mapping[str, str]

    def admits(self, python: str) -> bool:
        """Say whether ``Requires-Python`` lets this Python in."""
        return admits(self.requires_python, f"{python}.0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a release on an index beyond its files."""

    status: Status
    platforms: frozenset[str]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Triton:
    """The triton package a build requires from torch's own index, on which platforms and below which Python."""

    package: str
    version: str
    platforms: frozenset[str]
    python_below: str
    evidence: Evidence

    @property
    def pin(self) -> str:
        """What torch's metadata demand of it: one version, but any of the 2.0 series where ROCm had just begun."""
        is_range = self.package == "pytorch-triton-rocm" and self.version.startswith("2.0.")
        return f"{'~=' if is_range else '=='}{self.version}"

    def is_needed_on(self, python: str) -> bool:
        """Say whether a build for this Python requires it; empty ``python_below`` means every Python."""
        return not self.python_below or minor(python) < minor(self.python_below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What one version on one index offers one platform.

    Where it ``moves``, another version takes its place every day: then it stands for all of them, its ``version`` is
    the lowest one asked for, and its files have no names.
    """

    version: str
    local: str
    pythons: frozenset[str]
    sizes: Mapping[str, int]
    files: Mapping[str, str]
    listed_from_root: bool
    moves: bool = False

    @property
    def promise(self) -> str:
        """What one can count on: the full version, but of a build that moves only its channel."""
        return Channel.NIGHTLY.value if self.moves else self.full_version

    @property
    def full_version(self) -> str:
        """The version with its local version identifier."""
        return f"{self.version}+{self.local}" if self.local else self.version


Builds = dict[str, dict[str, tuple[Build, ...]]]
"""Public version → platform slug → builds, highest local version first."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Catalogue:
    """Everything the pure rooms may know, of one revision.

    Compared by identity. ``answers`` remembers what was worked out from it (``remembering.per_catalogue``).
    """

    revision: int
    platforms: Mapping[str, Platform]
    accelerators: Mapping[str, Accelerator]
    packages: Mapping[str, Package]
    releases: Mapping[str, Release]
    triton: Mapping[tuple[str, Kind], Triton]
    standings: Mapping[tuple[str, str], Standing]
    builds: Mapping[tuple[str, str], Builds]
    channel: Channel = Channel.STABLE
    answers: dict[Callable[..., object], Callable[..., Any]] = field(default_factory=dict, init=False, repr=False)

    def __repr__(self) -> str:
        """Name the revision: all of it is megabytes, for which Hypothesis warns instead of showing what failed."""
        return f"Catalogue(revision={self.revision}, channel={self.channel.value!r})"

    @cached_property
    def newest_first(self) -> tuple[str, ...]:
        """The torch versions, newest first."""
        return tuple(sorted(self.releases, key=Version, reverse=True))

    @cached_property
    def torch_of(self) -> Mapping[tuple[str, str], str]:
        """``(package, version)`` → the torch release it is paired with, the oldest of several."""
        pairs: dict[tuple[str, str], str] = {}
        for torch in reversed(self.newest_first):
            for package, version in self.releases[torch].pairs.items():
                pairs.setdefault((package, version), torch)
        return pairs

    def standing(self, torch: str, accelerator: str) -> Standing | None:
        """Return what is known of a release on an index beyond its files, if anything."""
        return self.standings.get((torch, accelerator))

    def index_of(self, accelerator: str) -> str:
        """The slug of the index that serves an accelerator; PyPI's own is ``pypi``."""
        return self.accelerators[accelerator].index or "pypi"
