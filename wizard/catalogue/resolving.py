"""uv's universal resolution of torch's family, foreseen from the catalogue; ``tests`` hold it against the real uv.

Only what decides between torch's wheels is followed (uv 0.13, ``uv-resolver``): newest version first, local versions
above plain ones (PEP 440), a fork per Python bound, per required machine and where a plain version has wheels the
local one lacks; and finished forks are preferred by later ones, so that a lock holds as few versions as possible.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.facts import KNOWN_PYTHONS, minor, specifier_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wizard.catalogue.facts import Build, Catalogue, Triton

FROM_PYPI: Final = "triton"
"""The one triton that PyPI lists too, though not for every machine; the others exist on torch's indexes alone."""
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


@lru_cache(maxsize=1_000)
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


class Resolution:
    """One resolution under one span of Pythons; ``required`` machines must have a wheel of whatever is locked."""

    def __init__(self, catalogue: Catalogue, span: Span, required: Iterable[str] = ()) -> None:
        self.catalogue = catalogue
        self.span_pythons = frozenset(span.pythons)
        self.required = tuple(required)
        self.preferences: dict[str, list[Preference]] = {}
        self.taken: dict[tuple[str, str, str], Taken] = {}
        """Selection, platform, Python → what is taken there; missing where nothing can be locked."""

    def solve(self, branches: Iterable[Branch]) -> None:
        """Solve the branches one after the other, as uv does: each to its end before the next."""
        for branch in branches:
            points = frozenset((platform, python) for platform in branch.platforms for python in self.span_pythons)
            waiting = [Fork(branch=branch, points=points)]
            while waiting:
                waiting.extend(reversed(self._step(waiting.pop())))

    def _step(self, fork: Fork) -> Forks:
        """Decide what a fork takes and keep it, or return what it falls into; nothing at all where it cannot be."""
        index = self._index(fork)
        rejected: set[str] = set()
        specifiers = dict(fork.branch.wish.specifiers)
        while found := self._choose(fork, "torch", specifiers["torch"], lambda one: one.full not in rejected):
            if isinstance(found, tuple):
                return found
            solved = self._family(fork.deciding("torch", found))
            if isinstance(solved, tuple):
                return solved
            if solved:
                self._keep(solved, index)
                return ()
            rejected.add(found.full)
            fork = replace(fork, decided={})
        return ()

    def _index(self, fork: Fork) -> str:
        return self.catalogue.index_of(fork.branch.accelerator)

    def _family(self, fork: Fork) -> Fork | Forks | None:
        """Decide the packages beside torch; ``None`` where one cannot be had with it."""
        torch = fork.decided["torch"].public
        for package, specifier in sorted(fork.branch.wish.specifiers):
            if package != "torch":
                found = self._choose(fork, package, specifier, self._pairs_with(package, torch))
                if not isinstance(found, Listed):
                    return found
                fork = fork.deciding(package, found)
        return self._with_triton(fork)

    def _pairs_with(self, package: str, torch: str) -> Callable[[Listed], bool]:
        facts = self.catalogue.packages[package]

        def pairs(one: Listed) -> bool:
            pair = self.catalogue.torch_of.get((package, one.public), "")
            return facts.requirement_on_torch(one.public, pair).contains(torch)

        return pairs

    def _choose(
        self, fork: Fork, package: str, specifier: str, fits: Callable[[Listed], bool]
    ) -> Listed | Forks | None:
        """Return the version uv takes for a fork, or the forks it makes first, or nothing."""
        decided = fork.decided.get(package)
        if decided and fits(decided):
            return decided
        for candidate in self._candidates(fork, package, specifier):
            found = self._examined(fork, package, candidate) if fits(candidate) else None
            if found and (isinstance(found, tuple) or fits(found)):
                return found
        return None

    def _candidates(self, fork: Fork, package: str, specifier: str) -> Iterator[Listed]:
        """Yield what finished forks took, then every version, newest first, if some Python admitted has a wheel."""
        wanted = specifier_set(specifier)
        for one in (*self._preferred(fork, package), *listed(self.catalogue, self._index(fork), package)):
            if wanted.contains(one.public) and not one.pythons.isdisjoint(self.span_pythons):
                yield one

    def _preferred(self, fork: Fork, package: str) -> Iterator[Listed]:
        """Yield the versions of finished forks this fork may take too: its own index's; on PyPI, those it has."""
        index = self._index(fork)
        mine = {one.full: one for one in listed(self.catalogue, index, package)}
        known = [one for one in self.preferences.get(package, ()) if index in {"pypi", one.index}]
        known.sort(key=lambda one: (not one.points.isdisjoint(fork.points), Version(one.version.full)), reverse=True)
        for preference in known:
            if found := mine.get(preference.version.full):
                above = (one for one in mine.values() if one.local and one.public == found.public)
                yield found if found.local else next(above, found)

    def _examined(self, fork: Fork, package: str, candidate: Listed) -> Listed | Forks | None:
        """Look at a candidate as uv does before it takes it."""
        if package == "torch":
            release = self.catalogue.releases.get(candidate.public)
            admitted = frozenset(one for one in fork.pythons if release and release.admits(one))
            if not admitted:
                return None
            if admitted != fork.pythons:
                return fork.split(point for point in fork.points if point[1] in admitted)
        newest = max(map(minor, fork.pythons))
        if all(minor(python) > newest for python in candidate.pythons & self.span_pythons):
            return None
        covered = candidate.points & fork.points
        for platform in self.required:
            mine = frozenset(point for point in fork.points if point[0] == platform)
            if mine and mine.isdisjoint(covered):
                return tuple(reversed(fork.split(mine))) if mine != fork.points else None
        return self._plain_beside(fork, package, candidate) if candidate.local else candidate

    def _plain_beside(self, fork: Fork, package: str, candidate: Listed) -> Listed | Forks:
        """Fork where the plain version has wheels for machines the local one has none for (uv 0.5.12)."""
        versions = listed(self.catalogue, self._index(fork), package)
        plain = next((one for one in versions if one.full == candidate.public), None)
        if plain is None:
            return candidate
        remainder = fork.points & (plain.points - candidate.points)
        if not remainder:
            return candidate
        if fork.points.isdisjoint(candidate.points):
            return plain
        systems = {self._system(platform) for platform, _ in remainder}
        systems -= {self._system(platform) for platform, _ in candidate.points}
        whole = {point for point in fork.points if self._system(point[0]) in systems}
        on_plain, on_local = fork.split(remainder | whole)
        if not on_local.points:
            return candidate
        return on_local.deciding(package, candidate), on_plain.deciding(package, plain)

    def _system(self, platform: str) -> str:
        return OTHERS.get(platform) or self.catalogue.platforms[platform].sys_platform

    def _with_triton(self, fork: Fork) -> Fork | None:
        """Decide the routed triton, if there is one; ``None`` where a triton is needed that the index cannot give."""
        needed = self._needs_triton(fork)
        wish = fork.branch.wish
        asked = bool(wish.triton and self._asked_for_triton(fork))
        fact = self._triton(fork)
        if needed and fact and fact.package != FROM_PYPI and not (asked and fact.package == wish.triton):
            return None
        if not asked:
            return fork
        version = next(self._tritons(fork, fact if needed else None), None)
        return fork.deciding(wish.triton, version) if version else None

    def _triton(self, fork: Fork) -> Triton | None:
        kind = self.catalogue.accelerators[fork.branch.accelerator].kind
        return self.catalogue.triton.get((fork.decided["torch"].public, kind))

    def _needs_triton(self, fork: Fork) -> frozenset[Point]:
        """Return the machines on which torch itself requires its index's triton."""
        fact = self._triton(fork)
        return frozenset(one for one in fork.points if fact and one[0] in fact.platforms and fact.is_needed_on(one[1]))

    def _asked_for_triton(self, fork: Fork) -> frozenset[Point]:
        """Return the machines on which the project itself requires it."""
        below = fork.branch.wish.triton_below
        return frozenset(
            (platform, python)
            for platform, python in fork.points
            if platform in fork.branch.triton_on and not (below and minor(python) >= minor(below))
        )

    def _tritons(self, fork: Fork, fact: Triton | None) -> Iterator[Listed]:
        """Yield what both the project and, if it needs one, torch admit."""
        wish = fork.branch.wish
        for one in self._candidates(fork, wish.triton, wish.triton_specifier):
            if fact is None or specifier_set(fact.pin).contains(one.public):
                yield one

    def _keep(self, fork: Fork, index: str) -> None:
        with_triton = self._needs_triton(fork) | self._asked_for_triton(fork)
        for package, version in fork.decided.items():
            preference = Preference(index=index, points=fork.points, version=version)
            self.preferences.setdefault(package, []).append(preference)
        for point in fork.points:
            platform, python = point
            builds = {
                package: self._build(fork, package, platform)
                for package in fork.decided
                if package != fork.branch.wish.triton or point in with_triton
            }
            taken = Taken(torch=fork.decided["torch"].public, builds=builds | self._other_triton(fork, point))
            self.taken[fork.branch.selection, platform, python] = taken

    def _build(self, fork: Fork, package: str, platform: str) -> Build | None:
        version = fork.decided[package]
        own = self._index(fork)
        for index in (*fork.branch.wish.shared_with, own) if own == "pypi" else (own,):
            for build in self.catalogue.builds.get((index, package), {}).get(version.public, {}).get(platform, ()):
                if build.local == version.local:
                    return build
        return None

    def _other_triton(self, fork: Fork, point: Point) -> dict[str, Build | None]:
        """Return plain triton where an unguarded index lists the very release: uv then takes it from there.

        Where it comes from PyPI it is no fact of ours, unless PyPI has no wheel of it for the machine.
        """
        fact = self._triton(fork)
        if fact is None or fact.package in fork.decided or not fact.is_needed_on(point[1]):
            return {}
        if point[0] in fact.platforms:
            return {fact.package: None}
        for index in fork.branch.wish.shared_with if fork.branch.wish.shares_triton else ():
            found = self.catalogue.builds.get((index, fact.package), {}).get(fact.version, {})
            if found and (point[0] == "linux-x86_64" or point[0] in found):
                return {fact.package: next(iter(found.get(point[0], ())), None)}
        return {}
