"""Mends what the rules found, one finding or all of them, in the file's own text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.editing import Draft
from wizard.doctor.examining import examine
from wizard.doctor.parsing import BrokenToml, parse
from wizard.doctor.reading import read_parsed
from wizard.doctor.rules import RULES
from wizard.doctor.scripts import frame_of
from wizard.errors import WizardError

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding

    type Findings = tuple[Finding, ...]

MOST_MENDS: Final = 500
"""More than any file has findings; a guard against mends of which each makes room for another."""


class NothingToMend(WizardError):
    """A finding was named that the file does not have, or that nothing mends."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        return f"The file has no finding {self.key} that can be mended. Examine it again: it may have changed."


class MendFailed(WizardError):
    """A rule's mend did not do what it promises; our mistake, never the file's."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code, self.reason = code, reason

    def __str__(self) -> str:
        return f"The mend of {self.code} {self.reason}. Mend this one by hand, and please report it with the file."


def mend(text: str, key: str, catalogue: Catalogue) -> str:
    """Return the text with one finding mended, found by its key."""
    findings = _findings(text, catalogue)
    finding = next((found for found in findings if found.key == key and found.fixable), None)
    if finding is None:
        raise NothingToMend(key)
    return _mended(text, finding, findings, catalogue)[0]


def mend_all(text: str, catalogue: Catalogue) -> str:
    """Return the text with all mended that can be: the first finding, then what is first after that, until none is.

    A mend that would bring back what the text said before is left out; its finding stays to be seen.
    """
    findings, seen, left = _findings(text, catalogue), {text}, set[str]()
    while len(seen) + len(left) < MOST_MENDS and (finding := _next(findings, left)):
        mended, after = _mended(text, finding, findings, catalogue)
        if mended in seen:
            left.add(finding.key)
        else:
            text, findings = mended, after
            seen.add(text)
    return text


def _next(findings: Findings, left: set[str]) -> Finding | None:
    """Return the first finding to mend; those whose mends copy what stands in the file come last."""
    copying = {rule.code for rule in RULES if rule.copies}
    waiting = (one for one in findings if one.fixable and one.key not in left)
    return min(waiting, key=lambda one: one.code in copying, default=None)


def _findings(text: str, catalogue: Catalogue) -> Findings:
    return examine(read_parsed(parse(text), catalogue), catalogue)


def _mended(text: str, finding: Finding, before: Findings, catalogue: Catalogue) -> tuple[str, Findings]:
    """Return the text with a finding mended, and what is found then; prove that the finding is gone."""
    frame = frame_of(text)
    draft = Draft(frame.toml)
    _repair(draft, finding)
    mended = frame.around(draft.text)
    try:
        after = _findings(mended, catalogue)
    except BrokenToml as error:
        raise MendFailed(finding.code, "leaves a file that is no TOML") from error
    if mended == text or (_again(finding, after) and _count(finding, after) >= _count(finding, before)):
        raise MendFailed(finding.code, "does not remove what it found")
    return mended, after


def _again(finding: Finding, findings: Findings) -> bool:
    """Whether the same is found at the same place."""
    return any(found.key == finding.key and found.facts == finding.facts for found in findings)


def _count(finding: Finding, findings: Findings) -> int:
    return sum(found.code == finding.code for found in findings)


def _repair(draft: Draft, finding: Finding) -> None:
    """Have the finding's rule repair it."""
    for rule in RULES:
        if rule.code == finding.code and rule.mend:
            rule.mend(draft, finding)
