"""What the doctor says of one file, in words: shared by the page, the raw address and ``manage.py doctor``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from wizard.answering.sentences import Sentences
from wizard.answering.wording import worded
from wizard.doctor.examining import examine
from wizard.doctor.explaining import explain
from wizard.doctor.findings import Severity
from wizard.doctor.foreign import open_anything
from wizard.doctor.reading import read
from wizard.doctor.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding, Place
    from wizard.doctor.foreign import Opened
    from wizard.doctor.mending import Why

NAME: Final = "pyproject.toml"
SCRIPT: Final = "script.py"
LINKS: Final = {rule.code: rule.link for rule in RULES}
NOTHING: Final[Mapping[str, Why]] = {}
LABELS: Final = {Severity.ERROR: _("Error"), Severity.WARNING: _("Warning"), Severity.INFO: _("Note")}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding as people read it: what happens, what to do, where, and why mending all ``left`` it, if it did."""

    number: int
    finding: Finding
    what: str
    cure: str
    link: str
    left: str = ""

    @property
    def label(self) -> str:
        """How bad it is, as a word."""
        return str(LABELS[self.finding.severity])

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.finding.place


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLine:
    """Something uv said, with its cause, its cure, and the findings of the file that lead to it."""

    code: str
    cause: str
    cure: str
    link: str
    found: tuple[FindingLine, ...]


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A file that could be read, and what was found in it."""

    text: str
    name: str
    opened: Opened
    findings: tuple[FindingLine, ...]

    @property
    def left(self) -> int:
        """How many of the findings mending all left, though they can be mended."""
        return sum(bool(line.left) for line in self.findings)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """What the choices behind the file do not say, or guess."""
        sentences, inferred = Sentences(self.opened.catalogue), self.opened.inferred
        return (*map(sentences.unread, inferred.unread), *map(sentences.notice, inferred.notices))

    @property
    def fixable(self) -> int:
        """How many of the findings can be mended."""
        return sum(line.finding.fixable for line in self.findings)

    @property
    def matters(self) -> bool:
        """Whether anything was found that is more than good to know."""
        return any(line.finding.severity is not Severity.INFO for line in self.findings)

    @property
    def summary(self) -> str:
        """How much was found, in a sentence."""
        return self._summed_up()

    @property
    def summary_with_mends(self) -> str:
        """The same, with how much can be mended, for where there is no button that says it."""
        return self._summed_up(fixable=self.fixable)

    def _summed_up(self, fixable: int = 0) -> str:
        found = Counter(line.finding.severity for line in self.findings)
        counts = [(severity.value, found[severity]) for severity in Severity if severity in found]
        form = "" if self.opened.examinable else self.opened.form.value
        return worded(
            "texts/summary.txt", {"form": form, "counts": counts, "left": self.left, "fixable": fixable}
        ).strip()


def examined(
    text: str, catalogue: Catalogue, *, lock: str = "", name: str = NAME, left: Mapping[str, Why] = NOTHING
) -> Examined:
    """Read and examine a file, or what can at least be read; raises ``BrokenToml``.

    ``left`` says which findings mending all has left in it, by their keys, and why.
    """
    opened = open_anything(text, name, catalogue)
    project = read(text, catalogue, lock=lock) if lock and opened.examinable else opened.project
    sentences = Sentences(catalogue)
    found = enumerate(examine(project, catalogue) if opened.examinable else (), start=1)
    return Examined(
        text=text,
        name=name,
        opened=opened,
        findings=tuple(
            _line(number, finding, sentences, left=sentences.left(left[finding.key]) if finding.key in left else "")
            for number, finding in found
        ),
    )


def explained(said: str, catalogue: Catalogue, findings: Iterable[FindingLine] = ()) -> tuple[ErrorLine, ...]:
    """Return the known errors in what uv said."""
    sentences = Sentences(catalogue)
    lines = tuple(findings)
    answers: list[ErrorLine] = []
    for recognised in explain(said):
        cause, cure = sentences.error(recognised)
        causes = recognised.causes(line.finding for line in lines)
        found = tuple(line for line in lines if line.finding in causes)
        error = recognised.error
        answers.append(ErrorLine(code=error.code, cause=cause, cure=cure, link=error.link, found=found))
    return tuple(answers)


def _line(number: int, finding: Finding, sentences: Sentences, left: str) -> FindingLine:
    what, cure = sentences.finding(finding)
    return FindingLine(number=number, finding=finding, what=what, cure=cure, link=LINKS[finding.code], left=left)
