"""A file as it was written one day, with all that is needed to answer with it when its format is no more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenFile:
    """One output of a short link; ``slug`` is the format's of that day."""

    slug: str
    filename: str
    content_type: str
    text: str
