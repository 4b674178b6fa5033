"""Our reading of what uv writes when it fails: what is wrong, and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A sentence for every explanation the pattern is found in."""

    pattern: str
    sentence: str


READINGS: Final = (
    Reading(
        pattern=r"No space left on device|os error 28\b|Disk quota exceeded",
        sentence="The disk is full. Free some space, or name another cache folder or TMPDIR.",
    ),
    Reading(
        pattern=r"Failed to initialize cache|Read-only file system|Permission denied",
        sentence="uv may not write where it has to. Name a cache folder and a TMPDIR that it may write to.",
    ),
    Reading(
        pattern=r"invalid metadata|Metadata field|could not be parsed|failed to parse.*metadata",
        sentence="An index serves metadata that uv cannot read. Whoever runs that index or mirror has to mend it.",
    ),
    Reading(
        pattern=r"operation timed out|deadline has elapsed|request timed out|timed out",
        sentence="An index did not answer in time. Try again, or set UV_HTTP_TIMEOUT higher.",
    ),
    Reading(
        pattern=r"HTTP status (?:client|server) error",
        sentence="An index answers with an error. See that its address is right, or try again later.",
    ),
    Reading(
        pattern=r"error sending request|dns error|tcp connect error|Failed to fetch|Could not connect",
        sentence="An index could not be reached. See that this computer can open its address.",
    ),
    Reading(
        pattern=r"unknown field|unexpected argument|invalid value '|Failed to parse.*pyproject",
        sentence="This uv does not know a setting or an option that is used. Update uv.",
    ),
    Reading(
        pattern=r"No solution found",
        sentence="The packages cannot be had together from these indexes. Please report the link.",
    ),
)
"""The first one found counts, so the cause of a failed download stands before the failed resolution."""
OTHERWISE: Final = "We have no better words for it than uv's own."


def reading_of(explanation: str) -> str:
    """Return our sentence about an explanation of uv's."""
    for reading in READINGS:
        if re.search(reading.pattern, explanation, re.IGNORECASE):
            return reading.sentence
    return OTHERWISE
