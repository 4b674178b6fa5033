"""What can be pinned in one file that pip and uv read alike: exact versions, and the pages their wheels lie on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.catalogue.facts import Channel
from wizard.catalogue.serving import build_of, pythons_in_order, pythons_of_release
from wizard.choices.choices import Bound, Layout
from wizard.choices.layouts import differ
from wizard.configuration import requirements, routing
from wizard.configuration.values import Pinned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Build
    from wizard.catalogue.serving import Cell
    from wizard.configuration.scope import Scope
    from wizard.configuration.values import Requirement


def pinned(scope: Scope) -> Pinned:
    """Return the pins of these choices; none where no file of them would install the same everywhere.

    pip has no index for one package alone: whatever it can reach, it takes the best version of, and so does uv with
    pages of wheels. Only an exact version with its local part names one build. ``===`` names the one without: ``==``
    would let ``2.13.0+cu130`` pass for ``2.13.0`` (PEP 440).
    """
    if scope.choices.channel is Channel.NIGHTLY or any(len(slugs) > 1 for slugs in scope.choices.accelerators.values()):
        return Pinned()
    if set(scope.choices.used_accelerators(scope.catalogue)) == {"pypi"}:
        return Pinned(requirements=requirements.family(scope), pythons=_pythons(scope))
    exact = replace(scope, choices=replace(scope.choices, layout=Layout.FIND_LINKS, bound=Bound.EXACT))
    if any(_is_elsewhere(exact, *found) for found in _plain_builds(exact)):
        return Pinned()
    lines = (_named_exactly(line) for line in requirements.pinned(exact))
    return Pinned(requirements=tuple(lines), pages=routing.legacy(exact).find_links, pythons=_pythons(exact))


def _named_exactly(line: Requirement) -> Requirement:
    return line if "+" in line.specifier else replace(line, specifier=f"={line.specifier}")


def _plain_builds(scope: Scope) -> Iterator[tuple[Cell, str, Build]]:
    """Yield what machines get that carries no local version identifier, so that its version is not its name."""
    for cell in scope.choices.cells:
        for package, version in scope.choices.versions(scope.catalogue).items():
            build = build_of(scope.catalogue, cell, package, version)
            if build and not build.local:
                yield cell, package, build


def _is_elsewhere(scope: Scope, cell: Cell, package: str, mine: Build) -> bool:
    """Say whether a page in use, or PyPI, has other files of that version for this machine."""
    indexes = {"pypi", *(scope.catalogue.index_of(slug) for slug in scope.choices.used_accelerators(scope.catalogue))}
    others = (
        other
        for index in indexes - {scope.catalogue.index_of(cell[1])}
        for other in scope.catalogue.builds.get((index, package), {}).get(mine.version, {}).get(cell[0], ())
    )
    return any(not other.local and differ(mine, other) for other in others)


def _pythons(scope: Scope) -> tuple[str, ...]:
    """Return the Pythons all these versions have wheels for, on every machine."""
    choices, catalogue = scope.choices, scope.catalogue
    found = (pythons_of_release(catalogue, cell, choices.torch, choices.packages) for cell in choices.cells)
    return pythons_in_order(frozenset.intersection(*found))
