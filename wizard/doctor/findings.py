"""What the doctor says: rules look, findings tell what they saw, where, and whether it can be mended."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.project import Project

Path = tuple[str | int, ...]
"""The way to a value: keys of tables, positions in arrays; ``("tool", "uv", "sources", "torch", 0, "marker")``."""


class Severity(StrEnum):
    """How bad it is: uv refuses or a machine gets the wrong thing; it may; or it is merely worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in the file, line and column from 1; the end is exclusive.

    A value that is missing has the place of the nearest thing around it that is there.
    """

    path: Path
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a rule saw, as facts; ``templates/wizard/sentences/findings/<code>.txt`` holds the sentences."""

    code: str
    severity: Severity
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)
    fixable: bool = False

    @property
    def key(self) -> str:
        """What names this finding among those of one file, for a link or a form."""
        return f"{self.code}@{'.'.join(map(str, self.place.path))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing the doctor looks for; ``link`` leads to where it is explained, ``mend`` repairs one finding.

    ``severity`` is what the rule's findings usually have; a check may say otherwise of one. A mend that ``copies``
    what stands in the file comes after all others, so that it copies what is right. One that changes nothing but what
    is ``at_place`` is made at once for all of the rule's findings.
    """

    code: str
    severity: Severity
    link: str
    check: Callable[[Project, Catalogue], Iterator[Finding]]
    mend: Callable[[Draft, Finding], None] | None = None
    copies: bool = False
    at_place: bool = False

    def finding(
        self, place: Place, *, severity: Severity | None = None, fixable: bool | None = None, **facts: object
    ) -> Finding:
        """Return what the rule saw at a place; as bad as usual and fixable if it mends, unless said otherwise."""
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            place=place,
            facts=facts,
            fixable=self.mend is not None if fixable is None else fixable,
        )
