"""The doctor's page for one request: the file with its lines marked, the findings beside it, what was mended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from django.utils.html import escape

from wizard.answering.wording import told
from wizard.doctor.differing import hunks
from wizard.doctor.locks import FILE as LOCK
from wizard.doctor.mending import mend, mend_all
from wizard.doctor.parsing import BrokenToml
from wizard.errors import WizardError
from wizard.web.doctor_asked import EVERYTHING, Asked
from wizard.web.doctor_words import NAME, examined, explained
from wizard.web.highlighting import highlighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.differing import Row
    from wizard.doctor.mending import Why
    from wizard.web.doctor_words import ErrorLine, Examined, FindingLine

HIGHLIGHTED: Final = 50_000
"""How many characters are coloured; more would take longer than finding what is wrong with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedLine:
    """One line of the file, and the findings that begin on it."""

    number: int
    html: str
    findings: tuple[FindingLine, ...]
    broken: bool = False

    @property
    def severity(self) -> str:
        """The worst of its findings, for its colour."""
        if self.broken:
            return "error"
        found = {line.finding.severity.value for line in self.findings}
        return next((severity for severity in ("error", "warning", "info") if severity in found), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorPage:
    """What the template needs, and nothing it would have to work out."""

    asked: Asked
    examined: Examined | None = None
    broken: BrokenToml | None = None
    refusal: WizardError | None = None
    errors: tuple[ErrorLine, ...] = ()
    lines: tuple[MarkedLine, ...] = field(default=(), repr=False)

    @property
    def hunks(self) -> tuple[tuple[Row, ...], ...]:
        """What mending has changed since the file was given."""
        return hunks(self.asked.before, self.asked.text) if self.asked.before != self.asked.text else ()

    @property
    def status(self) -> str:
        """What came of it, in a sentence for whoever does not see the page change."""
        if refusal := self.refusal or self.broken:
            return told(refusal)
        return self.examined.summary if self.examined else ""


def doctor_page(asked: Asked, catalogue: Catalogue) -> DoctorPage:
    """Mend what was asked for, and examine what that gives."""
    mended, left, refusal = _mended(asked, catalogue)
    if not mended.text.strip():
        return DoctorPage(asked=mended, refusal=refusal, errors=explained(mended.said, catalogue))
    try:
        found = examined(mended.text, catalogue, lock=mended.lock, name=asked.name or NAME, left=left)
    except BrokenToml as error:
        lines = tuple(_marked(mended.text, (), error)) if error.file != LOCK else ()
        return DoctorPage(asked=mended, broken=error, lines=lines, errors=explained(mended.said, catalogue))
    return DoctorPage(
        asked=mended,
        examined=found,
        refusal=refusal,
        lines=tuple(_marked(mended.text, found.findings)),
        errors=explained(mended.said, catalogue, found.findings),
    )


def _mended(asked: Asked, catalogue: Catalogue) -> tuple[Asked, Mapping[str, Why], WizardError | None]:
    """Return the request with its text mended as it asks for, what mending all left, or why it could not be."""
    if not asked.mend:
        return replace(asked, before=asked.text), {}, None
    try:
        if asked.mend == EVERYTHING:
            mended = mend_all(asked.text, catalogue)
            return replace(asked, text=mended.text, mend=""), mended.left, None
        return replace(asked, text=mend(asked.text, asked.mend, catalogue), mend=""), {}, None
    except WizardError as error:
        return asked, {}, error


def _marked(text: str, findings: tuple[FindingLine, ...], broken: BrokenToml | None = None) -> Iterator[MarkedLine]:
    found: dict[int, list[FindingLine]] = defaultdict(list)
    for line in findings:
        found[line.place.line].append(line)
    for number, html in enumerate(_lines(text), start=1):
        here = bool(broken and broken.line == number)
        yield MarkedLine(number=number, html=html, findings=tuple(found[number]), broken=here)


def _lines(text: str) -> list[str]:
    """Return the file's lines as HTML, as many as it has."""
    lines = text.removesuffix("\n").split("\n")
    if len(text) <= HIGHLIGHTED:
        language = "python" if "# /// script" in text else "toml"
        coloured = highlighted(text.removeprefix("\ufeff"), language).removesuffix("\n").split("\n")
        if len(coloured) == len(lines):
            return coloured
    return [escape(line.rstrip("\r")) for line in lines]
