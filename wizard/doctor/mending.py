"""Mends what the rules found, one finding or all of them, in the file's own text."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from time import thread_time
from typing import TYPE_CHECKING, Final

from wizard.doctor.editing import Draft
from wizard.doctor.examining import examine
from wizard.doctor.findings import Severity
from wizard.doctor.parsing import BrokenToml, parse
from wizard.doctor.reading import read_parsed
from wizard.doctor.rules import RULES
from wizard.doctor.scripts import frame_of
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding, Rule

    type Findings = tuple[Finding, ...]
    type Clock = Callable[[], float]

MOST_MENDS: Final = 500
"""More than any file has findings; a guard against mends of which each makes room for another."""
SECONDS: Final = 4.0
"""How long mending all may work on a file; what is left then can be mended by asking again."""


class Why(StrEnum):
    """Why mending all left a finding that can be mended, for ``templates/wizard/sentences/left/<why>.txt``."""

    CIRCLE = "circle"
    FAILED = "failed"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A text with all mended that could be, and the findings left in it that can be mended, by their keys."""

    text: str
    left: Mapping[str, Why]


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
    """Return the text with one finding mended, found by its key, and with the errors mended that it brings to light."""
    findings = _findings(text, catalogue)
    finding = next((found for found in findings if found.key == key and found.fixable), None)
    if finding is None:
        raise NothingToMend(key)
    mended, after = _mended(text, (finding,), findings, catalogue)
    known = {found.key for found in findings}
    while _errors(after) > _errors(findings) and (brought := _next(after, known)):
        known |= {found.key for found in after}
        with suppress(WizardError):
            mended, after = _mended(mended, (brought,), after, catalogue)
    return mended


def mend_all(text: str, catalogue: Catalogue, *, clock: Clock = thread_time, seconds: float = SECONDS) -> Mended:
    """Return the text with all mended that can be: the first finding, then what is first after that, until none is.

    A mend that would bring back what the text said before, or that fails, is left out, and what no time was left for;
    their findings stay to be seen.
    """
    findings, seen, left = _findings(text, catalogue), {text}, dict[str, Why]()
    singly, ends = set[str](), clock() + seconds
    while len(seen) + len(left) < MOST_MENDS and clock() < ends and (finding := _next(findings, left)):
        batch = _batch(finding, findings, {*left} | singly)
        try:
            mended, after = _mended(text, batch, findings, catalogue)
        except WizardError:
            refused = Why.FAILED
        else:
            if mended not in seen:
                text, findings = mended, after
                seen.add(text)
                continue
            refused = Why.CIRCLE
        if len(batch) > 1:
            singly |= {one.key for one in batch}
        else:
            left[finding.key] = refused
    return Mended(text=text, left={one.key: left.get(one.key, Why.TIME) for one in findings if one.fixable})


def _next(findings: Findings, left: Container[str]) -> Finding | None:
    """Return the first finding to mend; those whose mends copy what stands in the file come last."""
    waiting = (one for one in findings if one.fixable and one.key not in left)
    return min(waiting, key=lambda one: _rules()[one.code].copies, default=None)


def _batch(finding: Finding, findings: Findings, singly: Container[str]) -> Findings:
    """Return a finding with all others of its code, where their mends cannot get into each other's way."""
    if finding.key in singly or not _rules()[finding.code].at_place:
        return (finding,)
    return tuple(one for one in findings if one.code == finding.code and one.fixable and one.key not in singly)


def _findings(text: str, catalogue: Catalogue) -> Findings:
    return examine(read_parsed(parse(text), catalogue), catalogue)


def _mended(text: str, batch: Findings, before: Findings, catalogue: Catalogue) -> tuple[str, Findings]:
    """Return the text with findings mended, and what is found then; prove that they are gone."""
    code = batch[0].code
    frame = frame_of(text)
    draft = Draft(frame.toml)
    for finding in batch:
        _repair(draft, finding)
    mended = frame.around(draft.text)
    try:
        after = _findings(mended, catalogue)
    except BrokenToml as error:
        raise MendFailed(code, "leaves a file that is no TOML") from error
    again = any(_again(finding, after) for finding in batch)
    if mended == text or (again and _count(code, after) > _count(code, before) - len(batch)):
        raise MendFailed(code, "does not remove what it found")
    return mended, after


def _again(finding: Finding, findings: Findings) -> bool:
    """Whether the same is found at the same place."""
    return any(found.key == finding.key and found.facts == finding.facts for found in findings)


def _count(code: str, findings: Findings) -> int:
    return sum(found.code == code for found in findings)


def _errors(findings: Findings) -> int:
    return sum(found.severity is Severity.ERROR for found in findings)


def _repair(draft: Draft, finding: Finding) -> None:
    """Have the finding's rule repair it: one that cannot has no finding that is fixable."""
    mends = {rule.code: rule.mend for rule in RULES if rule.mend}
    mends[finding.code](draft, finding)


def _rules() -> dict[str, Rule]:
    return {rule.code: rule for rule in RULES}
