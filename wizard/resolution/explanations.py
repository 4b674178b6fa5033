"""Our reading of what uv writes when it fails: what is wrong, and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Trouble(StrEnum):
    """Whose trouble it is, which is all that somebody who can mend nothing has to know."""

    SERVER = "unavailable"
    INDEX = "index"
    CHOICES = "unsatisfiable"
    UNKNOWN = "uv-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A sentence, for whoever runs uv, about everything the pattern is found in."""

    trouble: Trouble
    pattern: str
    sentence: str


EXPLANATIONS: Final = (
    Explanation(
        trouble=Trouble.SERVER,
        pattern=r"No space left on device|os error 28\b|Disk quota exceeded",
        sentence="The disk is full. Free some space, or name another cache folder with --cache, or another TMPDIR.",
    ),
    Explanation(
        trouble=Trouble.SERVER,
        pattern=r"Failed to initialize cache|Read-only file system|Permission denied",
        sentence="uv may not write where it has to. Name a cache folder with --cache, and a TMPDIR, that it may.",
    ),
    Explanation(
        trouble=Trouble.INDEX,
        pattern=r"invalid metadata|Metadata field|could not be parsed|failed to parse.*metadata",
        sentence="An index serves metadata that uv cannot read. Whoever runs that index or mirror has to mend it.",
    ),
    Explanation(
        trouble=Trouble.INDEX,
        pattern=r"operation timed out|deadline has elapsed|request timed out|timed out",
        sentence="An index did not answer in time. Try again, or set UV_HTTP_TIMEOUT higher.",
    ),
    Explanation(
        trouble=Trouble.INDEX,
        pattern=r"HTTP status (?:client|server) error",
        sentence="An index answers with an error. See that its address is right, or try again later.",
    ),
    Explanation(
        trouble=Trouble.INDEX,
        pattern=r"error sending request|dns error|tcp connect error|Failed to fetch|Could not connect",
        sentence=(
            "An index could not be reached. See that this computer can open its address, or name a mirror of the "
            "PyTorch indexes with PYTORCH_INDEX_BASE_URL."
        ),
    ),
    Explanation(
        trouble=Trouble.SERVER,
        pattern=r"unknown field|unexpected argument|invalid value '|Failed to parse.*pyproject",
        sentence="This uv does not know a setting or an option that is used. Update uv.",
    ),
    Explanation(
        trouble=Trouble.CHOICES,
        pattern=r"No solution found",
        sentence="The packages cannot be had together from these indexes. Please report the link.",
    ),
)
"""The first one found counts, so the cause of a failed download stands before the failed resolution."""
OTHERWISE: Final = Explanation(
    trouble=Trouble.UNKNOWN,
    pattern="",
    sentence="We have no better words for it than uv's own.",
)


def explanation_of(said: str) -> Explanation:
    """Return how we read what uv said."""
    found = (one for one in EXPLANATIONS if re.search(one.pattern, said, re.IGNORECASE))
    return next(found, OTHERWISE)
