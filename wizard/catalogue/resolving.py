"""uv's universal resolution of torch's family, foreseen from the catalogue; ``manage.py verify`` holds it against uv.

Only what decides between torch's wheels is followed (uv 0.13, ``uv-resolver``): newest version first, local versions
above plain ones (PEP 440), a fork per Python bound, per required machine and where a plain version has wheels the
local one lacks; and finished forks are preferred by later ones, so that a lock holds as few versions as possible.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from packaging.version import Version

from wizard.catalogue.facts import FROM_PYPI, admits, minor
from wizard.catalogue.forks import OTHERS, Fork, Forks, Listed, Point, Preference, Taken, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wizard.catalogue.facts import Build, Catalogue, Triton
    from wizard.catalogue.forks import Branch, Span


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
        for one in (*self._preferred(fork, package), *self._listed(fork, package)):
            if admits(specifier, one.public) and not one.pythons.isdisjoint(self.span_pythons):
                yield one

    def _listed(self, fork: Fork, package: str) -> Iterable[Listed]:
        """Return every version a fork may take, newest first.

        The old layouts ask PyPI for triton's own packages too. And each index lists the triton its torch requires;
        where that is newer than any page that was seen, it is inferred to be PyPI's, as it was in every case known.
        """
        mine = listed(self.catalogue, self._index(fork), package)
        if package != fork.branch.wish.triton:
            return mine
        known = {one.full for one in mine}
        more = [one for one in listed(self.catalogue, "pypi", package) if one.full not in known]
        if not fork.branch.wish.shared_with:
            more = [one for one in more if self._infers(self._index(fork), package, one.public)]
        return sorted([*mine, *more], key=lambda one: Version(one.full), reverse=True)

    def _infers(self, index: str, package: str, version: str) -> bool:
        mine = listed(self.catalogue, index, package)
        return package == FROM_PYPI and not any(Version(one.public) >= Version(version) for one in mine)

    def _preferred(self, fork: Fork, package: str) -> Iterator[Listed]:
        """Yield the versions of finished forks this fork may take too: its own index's; on PyPI, those it has."""
        index = self._index(fork)
        known = [one for one in self.preferences.get(package, ()) if index in {"pypi", one.index}]
        mine = {one.full: one for one in listed(self.catalogue, index, package)} if known else {}
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
        pinned = fact if needed and fact and fact.package == wish.triton else None
        version = next(self._tritons(fork, pinned), None)
        return fork.deciding(wish.triton, version) if version else None

    def _triton(self, fork: Fork) -> Triton | None:
        kind = self.catalogue.accelerators[fork.branch.accelerator].kind
        return self.catalogue.triton.get((fork.decided["torch"].public, kind))

    def _needs_triton(self, fork: Fork) -> frozenset[Point]:
        """Return the machines on which torch itself requires triton: plain triton on any Linux, whoever lists it."""
        fact = self._triton(fork)
        if fact is None:
            return frozenset()
        plain = fact.package == FROM_PYPI
        return frozenset(
            (platform, python)
            for platform, python in fork.points
            if fact.is_needed_on(python)
            and (platform in fact.platforms or (plain and self._system(platform) == "linux"))
        )

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
            if fact is None or admits(fact.pin, one.public):
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
        for index in dict.fromkeys(self._asked_in_order(fork, package)):
            for build in self.catalogue.builds.get((index, package), {}).get(version.public, {}).get(platform, ()):
                if build.local == version.local:
                    return build
        return None

    def _asked_in_order(self, fork: Fork, package: str) -> Iterator[str]:
        """Yield where a version may lie: on the index routed to; where all are shared, on those before PyPI first."""
        shared, own = fork.branch.wish.shared_with, self._index(fork)
        if own == "pypi":
            yield from shared
        yield own
        if shared or package == FROM_PYPI:
            yield "pypi"

    def _other_triton(self, fork: Fork, point: Point) -> dict[str, Build | None]:
        """Return plain triton where an unguarded index lists the very release: uv then takes it from there.

        Where it comes from PyPI it is no fact of ours, unless PyPI has no wheel of it for the machine.
        """
        fact = self._triton(fork)
        if fact is None or fact.package in fork.decided or not fact.is_needed_on(point[1]):
            return {}
        if point[0] in fact.platforms:
            return {fact.package: None}
        asked = fork.branch.wish.shared_with if fork.branch.wish.shares_triton else ()
        seen = [self.catalogue.builds.get((index, fact.package), {}).get(fact.version, {}) for index in asked]
        listing = [found for found in seen if found and (point[0] == "linux-x86_64" or point[0] in found)]
        offered = [next(iter(found.get(point[0], ())), None) for found in listing]
        if any(build is None or point[1] not in build.files for build in offered):
            return {fact.package: None}
        if not offered or self._infers(asked[0], fact.package, fact.version):
            return {}
        return {fact.package: offered[0]}
