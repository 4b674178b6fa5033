"""The parts uv solves a configuration in, in its order: one index, one extra or group, some machines."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from packaging.markers import Marker

from wizard.catalogue.resolving import OTHERS, Branch
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
    if scope.choices.environments == "chosen":
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
    rest = platforms
    requirements = _tritons(scope, selection)
    if scope.choices.layout.pins:
        cells = [
            (scope.catalogue.index_of(slug), slug, frozenset([platform])) for platform, slug in scope.choices.cells
        ]
    else:
        cells = list(_routes(scope, selection))
    for _, slug, reached in cells:
        mine = rest & reached
        rest -= reached
        found.append(_branch(scope, (selection, slug), mine, requirements))
    found.append(_branch(scope, (selection, "pypi"), rest, []))
    return [branch for _, branch in sorted(found, key=lambda one: -one[0])]


def _routes(scope: Scope, selection: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    accelerators = {accelerator.index_name: accelerator for accelerator in scope.accelerators}
    for source in sources(scope).get("torch", ()):
        if (source.extra or source.group) == selection:
            accelerator = accelerators[source.index]
            yield accelerator.index, accelerator.slug, _where(scope.catalogue, source.marker)


def _tritons(scope: Scope, selection: str) -> Sequence[Requirement]:
    named = next((one for one in scope.accelerators if one.name == selection), None)
    return triton(scope, scope.cells_with(named) if named else scope.choices.cells)


def _branch(
    scope: Scope, named: tuple[str, str], platforms: frozenset[str], tritons: Sequence[Requirement]
) -> tuple[int, Branch]:
    """Return a branch, and how many of its requirements have an upper bound."""
    selection, slug = named
    cells = [cell for cell in scope.choices.cells if cell[1] == slug and cell[0] in platforms]
    wishes = [scope.choices.wish(scope.catalogue, cell) for cell in cells]
    wish = next((one for one in wishes if one.triton), None) or next(iter(wishes), None)
    if wish is None:
        wish = scope.choices.wish(scope.catalogue, (next(iter(platforms), "other"), slug))
    where: frozenset[str] = frozenset()
    bounded = 0
    for requirement in tritons:
        reached = platforms & _where(scope.catalogue, requirement.marker.partition(" and python_version")[0])
        if requirement.package == wish.triton:
            where |= reached
        bounded += bool(reached) and requirement.specifier.startswith(BOUNDED)
    branch = Branch(selection=selection, accelerator=slug, platforms=platforms, triton_on=where, wish=wish)
    return bounded, branch


@lru_cache(maxsize=1_000)
def _where(catalogue: Catalogue, marker: str) -> frozenset[str]:
    """Return the platforms, known or not, on which a marker is true."""
    machines = {slug: (found.sys_platform, found.platform_machine) for slug, found in catalogue.platforms.items()}
    machines |= {slug: (system, "other") for slug, system in OTHERS.items()}
    if not marker:
        return frozenset(machines)
    parsed = Marker(marker)
    return frozenset(
        slug
        for slug, (system, machine) in machines.items()
        if parsed.evaluate({"sys_platform": system, "platform_machine": machine})
    )
