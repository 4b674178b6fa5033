"""Which wheels uv takes from an index for a set of specifiers: the resolver's choice, foreseen.

Only what matters for torch's family is followed: newest version first, one version for all machines unless the
metadata or the wheels force a fork, local versions above plain ones (PEP 440), and uv's step back to the plain
version for machines the local one has no wheel for. ``tests/replica`` holds this against the real uv.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from packaging.version import Version

from wizard.catalogue.facts import KNOWN_PYTHONS, minor, specifier_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wizard.catalogue.facts import Build, Catalogue, Triton
    from wizard.catalogue.serving import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of one index: specifiers by package, torch first, and the triton package routed to it.

    ``shares_index`` is true where the index also serves packages nobody routed to it, as with extra-index-url.
    """

    torch: str
    specifiers: tuple[tuple[str, str], ...]
    routed_triton: str = ""
    shares_index: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The Pythons ``requires-python`` admits: from ``floor`` up to, not including, ``cap``."""

    floor: str
    cap: str = ""

    def __contains__(self, python: str) -> bool:
        """Say whether a Python is admitted."""
        return minor(self.floor) <= minor(python) and not (self.cap and minor(python) >= minor(self.cap))

    @property
    def pythons(self) -> tuple[str, ...]:
        """The known Pythons it admits."""
        return tuple(python for python in KNOWN_PYTHONS if python in self)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where something is installed; ``required`` machines are in ``tool.uv.required-environments``."""

    cell: Cell
    python: str
    required: bool = False


@lru_cache(maxsize=500)
def _newest_first(catalogue: Catalogue, index: str, package: str) -> tuple[str, ...]:
    return tuple(sorted(catalogue.builds.get((index, package), {}), key=Version, reverse=True))


@lru_cache(maxsize=5_000)
def _pythons_anywhere(catalogue: Catalogue, index: str, package: str, version: str) -> frozenset[str]:
    builds = catalogue.builds[index, package][version].values()
    return frozenset(python for found in builds for build in found for python in build.files)


@lru_cache(maxsize=5_000)
def _top_local(catalogue: Catalogue, index: str, package: str, version: str) -> str | None:
    """Return the local part uv prefers: the highest version on any machine (PEP 440)."""
    builds = catalogue.builds.get((index, package), {}).get(version, {}).values()
    every = [build for found in builds for build in found]
    return max(every, key=lambda build: Version(build.full_version)).local if every else None


class Index:
    """The resolver's view of one index under one span of Pythons."""

    def __init__(self, catalogue: Catalogue, accelerator: str, span: Span) -> None:
        self.catalogue = catalogue
        self.accelerator = accelerator
        self.kind = catalogue.accelerators[accelerator].kind
        self.slug = catalogue.index_of(accelerator)
        self.span_pythons = frozenset(span.pythons)

    def taken(self, wish: Wish, machine: Machine) -> Taken | None:
        """Return what uv takes for this machine, or ``None`` where the wish cannot be resolved at all."""
        for torch in self._versions(*wish.specifiers[0]):
            release = self.catalogue.releases.get(torch)
            if release and release.admits(machine.python):
                versions = self._family(torch, wish, machine)
                if versions is not None:
                    builds = {name: self._build(name, version, machine) for name, version in versions.items()}
                    return Taken(torch=torch, builds=builds)
        return None

    def _versions(self, package: str, specifier: str) -> Iterator[str]:
        """Yield the versions uv would try, newest first: those with any wheel inside the span."""
        wanted = specifier_set(specifier)
        for version in _newest_first(self.catalogue, self.slug, package):
            if wanted.contains(version) and self._has_a_wheel(package, version):
                yield version

    def _has_a_wheel(self, package: str, version: str) -> bool:
        return not self.span_pythons.isdisjoint(_pythons_anywhere(self.catalogue, self.slug, package, version))

    def _family(self, torch: str, wish: Wish, machine: Machine) -> dict[str, str] | None:
        versions: dict[str, str] = {}
        for package, specifier in wish.specifiers:
            version = torch if package == "torch" else self._pair(package, specifier, torch, machine)
            if version is None or not self._acceptable(package, version, machine):
                return None
            versions[package] = version
        triton = self._triton(torch, wish, machine)
        if triton is None:
            return None
        return versions | triton

    def _triton(self, torch: str, wish: Wish, machine: Machine) -> dict[str, str] | None:
        """Return the triton release this index must serve the machine, or ``None`` where it cannot."""
        triton = self.catalogue.triton.get((torch, self.kind))
        if triton is None:
            return {}
        needed = machine.cell[0] in triton.platforms
        if wish.routed_triton != triton.package:
            return self._shared_triton(triton, wish, machine) if not needed else None
        listed = triton.version in self.catalogue.builds.get((self.slug, triton.package), {})
        return {triton.package: triton.version} if listed else None

    def _shared_triton(self, triton: Triton, wish: Wish, machine: Machine) -> dict[str, str]:
        """Return plain triton where an unguarded index lists the very release: uv then takes it from there."""
        listed = self.catalogue.builds.get((self.slug, triton.package), {}).get(triton.version, {})
        platform = machine.cell[0]
        if wish.shares_index and listed and (platform == "linux-x86_64" or platform in listed):
            return {triton.package: triton.version}
        return {}

    def _pair(self, package: str, specifier: str, torch: str, machine: Machine) -> str | None:
        facts = self.catalogue.packages[package]
        for version in self._versions(package, specifier):
            pair = self.catalogue.torch_of.get((package, version), "")
            fits = facts.requirement_on_torch(version, pair).contains(torch)
            if fits and self._acceptable(package, version, machine):
                return version
        return None

    def _acceptable(self, package: str, version: str, machine: Machine) -> bool:
        """Say whether uv may lock a version for this machine; a required one needs a wheel, companions a seen one."""
        if not machine.required:
            return True
        build = self._build(package, version, machine)
        return build is not None and (package == "torch" or bool(build.pythons))

    def _build(self, package: str, version: str, machine: Machine) -> Build | None:
        by_platform = self.catalogue.builds.get((self.slug, package), {}).get(version, {})
        mine = by_platform.get(machine.cell[0], ())
        if machine.required:
            return mine[0] if mine else None
        top = _top_local(self.catalogue, self.slug, package, version)
        return next((build for build in mine if build.local in {top, ""}), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The Pythons every cell installs on, and the platforms that must be named as required for it."""

    pythons: tuple[str, ...]
    required: frozenset[str]


def reach(catalogue: Catalogue, cells: Sequence[Cell], wishes: Mapping[Cell, Wish], span: Span) -> Reach:
    """Return where all cells install, naming as few platforms as required as possible."""
    plain = {cell: _installing(catalogue, cell, wishes[cell], span, required=False) for cell in cells}
    strict = {cell: _installing(catalogue, cell, wishes[cell], span, required=True) for cell in cells}
    required = frozenset(cell[0] for cell in cells if strict[cell] - plain[cell])
    shared = set(span.pythons)
    for cell in cells:
        shared &= strict[cell] if cell[0] in required else plain[cell]
    return Reach(pythons=tuple(sorted(shared, key=minor)), required=required)


@lru_cache(maxsize=20_000)
def _installing(catalogue: Catalogue, cell: Cell, wish: Wish, span: Span, *, required: bool) -> frozenset[str]:
    index = Index(catalogue, cell[1], span)
    machines = [Machine(cell=cell, python=python, required=required) for python in span.pythons]
    taken = {machine.python: index.taken(wish, machine) for machine in machines}
    return frozenset(python for python, found in taken.items() if found and found.installs_on(python, wish.torch))
