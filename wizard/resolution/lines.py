"""The lines of a judgement: what uv gives every machine, beside what was foreseen for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wizard.configuration.outcomes import machine_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wizard.configuration.outcomes import MachineLine, Outcome
    from wizard.resolution.agreement import Difference, Row
    from wizard.resolution.verdicts import ChosenWheel


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """What one machine is given by uv and what was foreseen, on every Python where both are the same.

    A line holds Pythons that agree or Pythons that differ, never both; each difference has the Pythons it holds for.
    """

    found: MachineLine
    foreseen: MachineLine
    differences: Mapping[Difference, tuple[str, ...]]


def judged_lines(rows: Sequence[Row]) -> Iterator[JudgedLine]:
    """Yield rows as few lines as possible, in their order."""
    for line in machine_lines(row.outcome for row in rows):
        same: dict[object, list[Row]] = {}
        for row in rows:
            mine = (row.outcome.platform, row.outcome.selection) == (line.platform, line.selection)
            if mine and row.outcome.python in line.pythons:
                same.setdefault((_versions(row), _missing(row), bool(row.differences)), []).append(row)
        yield from map(_judged, same.values())


def _judged(rows: Sequence[Row]) -> JudgedLine:
    (foreseen,) = machine_lines(row.outcome for row in rows)
    sizes = [_size(row) for row in rows]
    found = replace(
        foreseen,
        versions=_versions(rows[0]),
        missing=_missing(rows[0]),
        size=None if None in sizes else max(size or 0 for size in sizes),
    )
    return JudgedLine(found=found, foreseen=foreseen, differences=_pythons_by_difference(rows))


def _pythons_by_difference(rows: Iterable[Row]) -> Mapping[Difference, tuple[str, ...]]:
    pythons: dict[Difference, tuple[str, ...]] = {}
    for row in rows:
        for one in dict.fromkeys(row.differences):
            pythons[one] = (*pythons.get(one, ()), row.outcome.python)
    return pythons


def _versions(row: Row) -> tuple[tuple[str, str], ...]:
    """Return what uv takes, in the order of the forecast; what nobody foresaw comes last."""
    order = {package: place for place, (package, _) in enumerate(row.outcome.builds)}
    wheels = sorted(row.verdict.wheels, key=lambda wheel: order.get(wheel.package, len(order)))
    return tuple((wheel.package, wheel.version) for wheel in wheels)


def _missing(row: Row) -> tuple[str, ...]:
    return tuple(absence.package for absence in row.verdict.absences if absence.package)


def _size(row: Row) -> int | None:
    sizes = [_size_of(wheel, row.outcome) for wheel in row.verdict.wheels]
    return None if None in sizes else sum(size or 0 for size in sizes)


def _size_of(wheel: ChosenWheel, outcome: Outcome) -> int | None:
    """Return the size uv read off the index; where that names none, the one known of the same file."""
    build = dict(outcome.builds).get(wheel.package)
    known = build.sizes.get(outcome.python) if build and build.files.get(outcome.python) == wheel.filename else None
    return wheel.size or known
