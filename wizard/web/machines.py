"""What machines get, in the words of the catalogue: the lines of the tables on the page and in a check's answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.configuration.outcomes import machine_lines, python_range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.outcomes import MachineLine, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledLine:
    """One line of a table of machines; ``size`` in bytes, if known."""

    machine: str
    accelerator: str
    selection: str
    promised: bool
    pythons: str
    versions: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    size: int | None


def labelled(line: MachineLine, catalogue: Catalogue) -> LabelledLine:
    """Return a line as people read it."""
    return LabelledLine(
        machine=catalogue.platforms[line.platform].label,
        accelerator=catalogue.accelerators[line.accelerator].label,
        selection=line.selection,
        promised=line.promised,
        pythons=python_range(line.pythons),
        versions=line.versions,
        missing=line.missing,
        size=line.size,
    )


def labelled_lines(found: Iterable[Outcome], catalogue: Catalogue) -> tuple[LabelledLine, ...]:
    """Return the lines that say what these outcomes are."""
    return tuple(labelled(line, catalogue) for line in machine_lines(found))
