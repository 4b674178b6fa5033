"""What each machine gets, foreseen from the catalogue: it must equal what the real uv does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.catalogue.taking import Index, Machine
from wizard.configuration.span import span_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Build, Catalogue
    from wizard.choices.choices import Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The builds one machine gets, by package; sizes are known for some."""

    platform: str
    accelerator: str
    python: str
    builds: tuple[tuple[str, Build], ...]

    @property
    def size(self) -> int | None:
        """The bytes to download for these wheels, where every size is known."""
        sizes = [build.sizes.get(self.python) for _, build in self.builds]
        return None if None in sizes else sum(size or 0 for size in sizes)


def outcomes(choices: Choices, catalogue: Catalogue) -> tuple[Outcome, ...]:
    """Return what every chosen cell gets on every supported Python."""
    span, reached = span_of(choices, catalogue)
    wishes = choices.wishes(catalogue)
    found: list[Outcome] = []
    for cell in choices.cells:
        index = Index(catalogue, cell[1], span)
        for python in reached.pythons:
            taken = index.taken(wishes[cell], Machine(cell=cell, python=python, required=cell[0] in reached.required))
            builds = tuple((name, build) for name, build in (taken.builds if taken else {}).items() if build)
            found.append(Outcome(platform=cell[0], accelerator=cell[1], python=python, builds=builds))
    return tuple(found)
