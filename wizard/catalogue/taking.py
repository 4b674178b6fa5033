"""On which Pythons a set of machines installs, and which of them must be named as required for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.catalogue.facts import minor
from wizard.catalogue.forks import Branch
from wizard.catalogue.remembering import per_catalogue
from wizard.catalogue.resolving import Resolution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.forks import Span, Taken, Wish
    from wizard.catalogue.serving import Cell


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


@per_catalogue(20_000)
def _installing(catalogue: Catalogue, cell: Cell, wish: Wish, span: Span, *, required: bool) -> frozenset[str]:
    """Return the Pythons a cell alone installs on."""
    taken = taken_alone(catalogue, cell, wish, span, required=required)
    return frozenset(python for python, found in taken.items() if found.installs_on(python, wish.torch))


@per_catalogue(20_000)
def taken_alone(catalogue: Catalogue, cell: Cell, wish: Wish, span: Span, *, required: bool) -> Mapping[str, Taken]:
    """Return by Python what a cell takes where no other machine matters."""
    platform, accelerator = cell
    alone = frozenset([platform])
    resolution = Resolution(catalogue, span, alone if required else ())
    branch = Branch(selection="", accelerator=accelerator, platforms=alone, triton_on=alone, wish=wish)
    resolution.solve([branch])
    return {python: found for (_, _, python), found in resolution.taken.items()}
