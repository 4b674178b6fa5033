"""Words that are almost known ones, and keys that are spelled anew."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding

ALIKE: Final = 0.6
"""How much of two words has to be the same, as ``difflib`` counts it."""


def nearest(word: str, known: Iterable[str], *, alike: float = ALIKE) -> str:
    """Return the known word that is likely meant, nothing where none is near."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=alike)), "")


def respell_key(draft: Draft, finding: Finding) -> None:
    """Give what stands at a finding's place the key that is ``meant``; its ``value`` stays."""
    path = finding.place.path
    draft.put((*path[:-1], str(finding.facts["meant"])), finding.facts["value"])
    draft.remove(path)
