"""Which Pythons a configuration supports, and which machines must be named for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.facts import KNOWN_PYTHONS, minor
from wizard.catalogue.forks import Span
from wizard.catalogue.taking import reach
from wizard.choices.choices import PythonCap

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.taking import Reach
    from wizard.choices.choices import Choices


def span_of(choices: Choices, catalogue: Catalogue) -> tuple[Span, Reach]:
    """Return the bounds of ``requires-python`` and where they let every machine install.

    The upper bound is written only where an open range would end on a Python without wheels. A cap can change
    which release uv takes, so it is looked at again with the cap in place.
    """
    wishes = choices.wishes(catalogue)
    span = Span(floor=choices.python)
    reached = reach(catalogue, choices.cells, wishes, span)
    if choices.python_cap is PythonCap.NONE:
        return span, reached
    cap = _first_gap(choices.python, reached.pythons)
    if cap:
        span = Span(floor=choices.python, cap=cap)
        reached = reach(catalogue, choices.cells, wishes, span)
    return span, reached


def _first_gap(floor: str, pythons: tuple[str, ...]) -> str:
    above = [python for python in KNOWN_PYTHONS if minor(python) >= minor(floor)]
    return next((python for python in above if python not in pythons), "")
