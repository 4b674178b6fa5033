"""Which packages a configuration requires, at which versions, on which machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.serving import build_of
from wizard.configuration.values import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wizard.catalogue.facts import Triton
    from wizard.catalogue.serving import Cell
    from wizard.configuration.scope import Scope


def family(scope: Scope) -> tuple[Requirement, ...]:
    """Return torch and the chosen packages at the versions that go with it."""
    operator = scope.choices.bound.operator
    return tuple(
        Requirement(package=package, specifier=f"{operator}{scope.choices.version_of(package, scope.catalogue)}")
        for package in scope.choices.family
    )


def triton(scope: Scope, cells: Sequence[Cell]) -> tuple[Requirement, ...]:
    """Return the triton packages these cells' builds require, each for its own machines and Pythons (note 36).

    Where the version is only inferred it is a lower bound: torch's own metadata pin the exact one.
    """
    found: list[Requirement] = []
    for package, platforms in triton_platforms(scope, cells).items():
        marker = scope.exact_marker_of(platforms) if scope.choices.layout.pins else scope.marker_of(platforms)
        found.append(
            Requirement(
                package=package.package,
                specifier=scope.choices.triton_specifier(package),
                marker=_below(scope.triton_below(package, cells), marker),
            )
        )
    return tuple(found)


def _below(python: str, marker: str) -> str:
    if not python:
        return marker
    limit = f"python_version < '{python}'"
    return f"({marker}) and {limit}" if " or " in marker else " and ".join(filter(None, (marker, limit)))


def triton_platforms(scope: Scope, cells: Iterable[Cell]) -> dict[Triton, list[str]]:
    """Return the triton packages of these cells with the platforms that need each."""
    needed: dict[Triton, list[str]] = {}
    for cell in cells:
        package = scope.choices.triton_of(cell, scope.catalogue)
        if package and cell[0] not in needed.setdefault(package, []):
            needed[package].append(cell[0])
    return needed


def pinned(scope: Scope) -> tuple[Requirement, ...]:
    """Return exact local versions with disjoint markers, as was done before uv had named indexes.

    Machines whose wheels carry the same local version identifier share one line (notes 2, 19 and 20). Nothing is
    required on machines nobody chose: an exact version may not exist there, and would stop the lock.
    """
    return tuple(line for package in scope.choices.family for line in _pinned_lines(scope, package))


def _pinned_lines(scope: Scope, package: str) -> Iterator[Requirement]:
    version = scope.choices.version_of(package, scope.catalogue)
    machines: dict[str, list[str]] = {}
    for cell in scope.choices.cells:
        build = build_of(scope.catalogue, cell, package, version)
        machines.setdefault(build.full_version if build else version, []).append(cell[0])
    for full, platforms in machines.items():
        yield Requirement(package=package, specifier=f"=={full}", marker=scope.exact_marker_of(platforms))
