"""The parts uv solves a configuration in, in its order: one index, one extra or group, some machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from packaging.markers import Marker

from wizard.catalogue.forks import OTHERS, Branch
from wizard.catalogue.remembering import per_catalogue
from wizard.choices.choices import Environments
from wizard.configuration.requirements import triton
from wizard.configuration.routing import sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.scope import Scope
    from wizard.configuration.values import Requirement

BOUNDED: Final = ("==", "~=")


def branches(scope: Scope) -> Iterator[Branch]:
    """Yield the branches; ``tool.uv.environments`` come one after the other, each with everything inside it."""
    for platforms in _environments(scope):
        for selection in _selections(scope):
            yield from (found for found in _in_order(scope, selection, platforms) if found.platforms)


def _environments(scope: Scope) -> list[frozenset[str]]:
    if scope.choices.environments is Environments.CHOSEN:
        return [frozenset([platform]) for platform in scope.choices.accelerators]
    return [frozenset([*scope.catalogue.platforms, *OTHERS])]


def _selections(scope: Scope) -> list[str]:
    """Return the extras or groups, last name first: uv pops the forks it made of the sorted conflicts."""
    if not scope.choices.layout.selects:
        return [""]
    return sorted((accelerator.name for accelerator in scope.accelerators), reverse=True)


def _in_order(scope: Scope, selection: str, platforms: frozenset[str]) -> list[Branch]:
    """Return a selection's branches: most upper bounds first, then as the sources stand, PyPI's rest last."""
    found: list[tuple[int, Branch]] = []
    tritons = _tritons(scope, selection)
    for slug, reached in [*_routes(scope, selection), ("pypi", platforms)]:
        mine = _Part(scope=scope, selection=selection, slug=slug, platforms=platforms & reached)
        platforms -= reached
        found.append((mine.upper_bounds(tritons), mine.branch(tritons)))
    return [branch for _, branch in sorted(found, key=lambda one: -one[0])]


def _routes(scope: Scope, selection: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield accelerators with the platforms whose torch comes from their index, as the sources say."""
    if scope.choices.layout.pins:
        for platform, slug in scope.choices.cells:
            yield slug, frozenset([platform])
    slugs = {accelerator.index_name: accelerator.slug for accelerator in scope.accelerators}
    for source in sources(scope).get("torch", ()):
        if not scope.choices.layout.pins and (source.extra or source.group) == selection:
            yield slugs[source.index], _where(scope.catalogue, source.marker)


def _tritons(scope: Scope, selection: str) -> Sequence[Requirement]:
    named = next((one for one in scope.accelerators if one.name == selection), None)
    return triton(scope, scope.cells_named(named) if named else scope.choices.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A branch to be: the machines an accelerator's index serves by one selection."""

    scope: Scope
    selection: str
    slug: str
    platforms: frozenset[str]

    def upper_bounds(self, tritons: Sequence[Requirement]) -> int:
        """Return how many upper bounds it has beyond those all branches have."""
        return sum(one.specifier.startswith(BOUNDED) for one in tritons if self._reached_by(one))

    def branch(self, tritons: Sequence[Requirement]) -> Branch:
        """Return it with what is asked of its index."""
        chosen = [cell for cell in self.scope.choices.cells if cell[1] == self.slug and cell[0] in self.platforms]
        wishes = [self.scope.choices.wish(self.scope.catalogue, cell) for cell in chosen or [("other", self.slug)]]
        wish = max(wishes, key=lambda one: bool(one.triton))
        asking = (self._reached_by(one) for one in tritons if one.package == wish.triton)
        return Branch(
            selection=self.selection,
            accelerator=self.slug,
            platforms=self.platforms,
            triton_on=frozenset().union(*asking),
            wish=wish,
        )

    def _reached_by(self, requirement: Requirement) -> frozenset[str]:
        return self.platforms & _where(self.scope.catalogue, requirement.marker)


@per_catalogue(1_000)
def _where(catalogue: Catalogue, marker: str) -> frozenset[str]:
    """Return the platforms, known or not, on which a marker is true for some Python."""
    machines = {slug: (found.sys_platform, found.platform_machine) for slug, found in catalogue.platforms.items()}
    machines |= {slug: (system, "other") for slug, system in OTHERS.items()}
    parsed = Marker(marker or "python_version >= '3'")
    return frozenset(
        slug
        for slug, (system, machine) in machines.items()
        if parsed.evaluate({"sys_platform": system, "platform_machine": machine, "python_version": "3.0"})
    )
