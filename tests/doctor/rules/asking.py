"""Asks one rule about a file, and lets it mend what it found."""

from __future__ import annotations

from functools import lru_cache
from textwrap import dedent
from typing import TYPE_CHECKING

from tests.doctor.projects import project_of
from wizard.doctor.editing import Draft
from wizard.doctor.scripts import frame_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding, Rule
    from wizard.doctor.project import Project

MENDS = 20
"""More than any file here needs; a mend that does not end would be one that does nothing."""


def found_by(rule: Rule, text: str, catalogue: Catalogue) -> list[Finding]:
    """Return what a rule finds in an indented text."""
    return list(rule.check(_project(text, catalogue), catalogue))


@lru_cache(maxsize=200)
def _project(text: str, catalogue: Catalogue) -> Project:
    """Read a text once: every rule is asked about the same quiet files."""
    return project_of(text, catalogue)


def mended_by(rule: Rule, text: str, catalogue: Catalogue) -> str:
    """Return the text without what the rule can mend, one finding after the other; fails where one stays."""
    text = dedent(text).lstrip("\n")
    for _ in range(MENDS):
        found = next((one for one in found_by(rule, text, catalogue) if one.fixable), None)
        if not found or not rule.mend:
            return text
        frame = frame_of(text)
        draft = Draft(frame.toml)
        rule.mend(draft, found)
        text = frame.around(draft.text)
    raise AssertionError(text)
