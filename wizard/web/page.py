"""Everything the wizard's page shows for one link, worked out once per link and catalogue revision."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

from wizard.answering.configuring import configured
from wizard.answering.raw import narrowed_to
from wizard.answering.sentences import Sentences
from wizard.answering.titles import description_of, title_of
from wizard.answering.wording import closed_up, per_language
from wizard.catalogue.remembering import per_catalogue
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode
from wizard.choices.options import options
from wizard.configuration.outcomes import outcomes
from wizard.rendering import FORMATS
from wizard.web.consequences import consequences_of
from wizard.web.fitting import drivers_of, facts_of
from wizard.web.highlighting import highlighted
from wizard.web.labels import label_of
from wizard.web.languages import without_language
from wizard.web.machines import labelled_lines

if TYPE_CHECKING:
    from wizard.catalogue.facts import Accelerator, Catalogue, Platform
    from wizard.choices.options import Option, Options, Row
    from wizard.configuration.values import Configuration
    from wizard.rendering.formats import Format
    from wizard.web.consequences import Consequences
    from wizard.web.fitting import DriverLine
    from wizard.web.frame import Frame
    from wizard.web.machines import LabelledLine


OTHERS: Final = tuple(found for found in FORMATS if not found.tab)
STEP_OF: Final = {
    "no-platform": "platforms",
    "no-accelerator": "accelerators",
    "unknown-accelerator": "accelerators",
    "impossible-cell": "accelerators",
    "no-common-release": "accelerators",
    "layout-not-possible": "layout",
    "default-needs-groups": "layout",
    "default-not-chosen": "layout",
    "unknown-torch": "torch",
    "torch-not-there": "torch",
    "unknown-package": "torch",
    "package-not-there": "torch",
    "nightly-torch": "torch",
    "nightly-bound": "torch",
    "bound-must-be-exact": "torch",
    "bound-not-possible": "torch",
    "cap-needed": "torch",
    "unknown-python": "torch",
    "python-not-there": "torch",
    "bad-project": "torch",
}
"""The step each notice is shown next to; those about the link as a whole have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One tab: the text of an output and its highlighted form."""

    format: Format
    label: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A format that is a link only, and why it cannot be had, where it cannot."""

    format: Format
    label: str
    missed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """What gave way, as a sentence, and the step it is shown next to."""

    step: str
    text: str

    def __str__(self) -> str:
        """The sentence."""
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceLine:
    """One piece of advice as a sentence."""

    code: str
    severity: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One accelerator's line of the grid: each chosen platform with its option."""

    accelerator: Accelerator
    cells: tuple[tuple[Platform, Option], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the template needs, and nothing it would have to work out."""

    query: str
    title: str
    description: str
    configuration: Configuration
    options: Options
    outputs: tuple[Output, ...]
    others: tuple[Other, ...]
    notices: tuple[NoticeLine, ...]
    advice: tuple[AdviceLine, ...]
    machines: tuple[LabelledLine, ...]
    catalogue: Catalogue

    @property
    def names(self) -> bool:
        """Whether people name an extra or a group."""
        return self.configuration.choices.layout.selects

    @property
    def chosen(self) -> tuple[str, ...]:
        """The chosen machines, as people call them."""
        return tuple(self.catalogue.platforms[slug].label for slug in self.configuration.choices.accelerators)

    @property
    def consequences(self) -> Consequences:
        """What the chosen layout comes to."""
        return consequences_of(self.configuration)

    @property
    def drivers(self) -> tuple[DriverLine, ...]:
        """Which drivers CUDA needs."""
        return drivers_of(self.catalogue)

    @property
    def fitting(self) -> str:
        """The digest of the facts about cards and drivers."""
        return facts_of(self.catalogue).digest

    @property
    def promised(self) -> tuple[LabelledLine, ...]:
        """What machines get by what was chosen for them."""
        return tuple(line for line in self.machines if line.promised)

    @property
    def unpromised(self) -> tuple[LabelledLine, ...]:
        """What machines get where somebody names an extra or group of other machines."""
        return tuple(line for line in self.machines if not line.promised)

    @property
    def warnings(self) -> int:
        """How many pieces of advice are more than good to know."""
        return sum(found.severity != "note" for found in self.advice)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The grid's lines with something to pick."""
        return tuple(_line(row, self.options.columns) for row in self.options.rows if row.selected or row.possible)

    @property
    def folded_lines(self) -> tuple[Line, ...]:
        """The other lines, whose cells only say why."""
        return tuple(
            _line(row, self.options.columns) for row in self.options.rows if not (row.selected or row.possible)
        )


INDENTATION: Final = re.compile(r"(?P<kept><(pre|textarea)\b.*?</\2>)|\n\s+", re.DOTALL)
"""Blank lines and the space before a line, which browsers show in these elements alone."""


class Html(NamedTuple):
    """A rendered page, as it is and compressed."""

    plain: bytes
    gzipped: bytes

    @classmethod
    def of(cls, text: str) -> Html:
        """Take out what templates leave between lines and words; compress once, for every request that takes it so."""
        plain = closed_up(INDENTATION.sub(lambda found: found["kept"] or "\n", text)).encode()
        return cls(plain=plain, gzipped=gzip.compress(plain, mtime=0))


@per_catalogue(256)
def html_of(catalogue: Catalogue, query: str, template: str, undo: str, around: Frame) -> Html:
    """Return the page, or the part of it htmx swaps.

    A link's page changes only with the catalogue, so it is rendered once; ``around`` holds what else is
    written into it, and ``undo`` is the link that takes a forced change back.
    """
    page = page_of(catalogue, query)
    asked = without_language(query)
    enabled = {"verify_enabled": settings.VERIFY_ENABLED, "embeddable": settings.EMBED_ANCESTORS}
    context = {"page": page, "undo": undo, "frame": around, "asked": asked, "canonical": asked and page.query}
    return Html.of(render_to_string(template, context | enabled))


@per_language(256)
def page_of(catalogue: Catalogue, query: str) -> Page:
    """Return the page for a query string."""
    decoded = decode(query, catalogue)
    configuration = configured(decoded.choices, catalogue)
    sentences = Sentences(catalogue)
    notices = decoded.notices if without_language(query) else ()
    return Page(
        query=encode(decoded.choices),
        title=title_of(encode(decoded.choices), catalogue),
        description=description_of(configuration),
        configuration=configuration,
        options=options(decoded.choices, catalogue),
        outputs=() if configuration.blocked else tuple(_output(found, configuration) for found in FORMATS if found.tab),
        others=() if configuration.blocked else tuple(_other(found, configuration, catalogue) for found in OTHERS),
        notices=tuple(
            NoticeLine(step=STEP_OF.get(notice.code, ""), text=sentences.notice(notice)) for notice in notices
        ),
        advice=tuple(
            AdviceLine(code=found.code, severity=found.severity, text=sentences.advice(found))
            for found in configuration.advice
        ),
        machines=labelled_lines(outcomes(decoded.choices, catalogue), catalogue),
        catalogue=catalogue,
    )


def _line(row: Row, columns: tuple[Platform, ...]) -> Line:
    return Line(accelerator=row.accelerator, cells=tuple(zip(columns, row.options, strict=True)))


def _other(found: Format, configuration: Configuration, catalogue: Catalogue) -> Other:
    missed = found.misses(narrowed_to(found, configuration, catalogue))
    return Other(format=found, label=label_of(found), missed=Sentences(catalogue).missed(missed) if missed else "")


def _output(found: Format, configuration: Configuration) -> Output:
    text = found.render(configuration)
    return Output(format=found, label=label_of(found), text=text, html=highlighted(text, found.lexer))
