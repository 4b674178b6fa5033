"""A badge says in one line what a link gives: an SVG for READMEs and wikis, beyond any style sheet and script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.template.loader import render_to_string
from django.utils.translation import override

from wizard.answering.raw import Refused, configuration_of
from wizard.answering.titles import title_of
from wizard.choices.grammar import encode
from wizard.languages import ENGLISH

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Choices

SYSTEMS: Final = {"linux": "Linux", "win32": "Windows", "darwin": "macOS"}
LONGEST: Final = 60
"""How many characters of the right half are shown; the title has all."""
NARROW: Final = frozenset(" .,:;|!'()[]fijlrtI·1")
WIDE: Final = frozenset("mwMWOQGCD%@—…")
NOT_XML: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What no XML document may hold, not even escaped (XML 1.0, section 2.2)."""
MARGIN: Final = 7
CORNER: Final = 3
NEUTRAL: Final = "#6b6b6b"
COLOUR: Final = "#5539c9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """Two halves and a title; each half knows how wide its text is, whatever font shows it."""

    label: str
    message: str
    title: str
    colour: str

    @property
    def label_width(self) -> int:
        """The width of the left text, in pixels."""
        return text_width(self.label)

    @property
    def message_width(self) -> int:
        """The width of the right text, in pixels."""
        return text_width(self.message)

    @property
    def seam(self) -> int:
        """Where the halves meet, from the rounded corner on the left."""
        return self.label_width + 2 * MARGIN - CORNER

    @property
    def message_start(self) -> int:
        """Where the right text starts."""
        return self.label_width + 3 * MARGIN

    @property
    def width(self) -> int:
        """The whole width."""
        return self.label_width + self.message_width + 4 * MARGIN


def badge_svg(query: str, catalogue: Catalogue) -> str:
    """Return the badge of a link; where it asks for what does not exist, one that says so, with the reasons.

    Whoever reads the page it stands on sees the same: it is a picture of a README, and in English as that is.
    """
    with override(ENGLISH):
        return render_to_string("wizard/badge.svg", {"badge": badge_of(query, catalogue)})


def badge_of(query: str, catalogue: Catalogue) -> Badge:
    """Return what a badge says."""
    try:
        choices = configuration_of(query, catalogue).choices
    except Refused as refusal:
        reasons = NOT_XML.sub("\N{REPLACEMENT CHARACTER}", " ".join(refusal.reasons))
        return Badge(label="torch", message="cannot be installed", title=reasons, colour=NEUTRAL)
    return Badge(
        label=f"torch {choices.release}",
        message=_shortened(_machines(choices, catalogue)),
        title=title_of(encode(choices), catalogue),
        colour=COLOUR,
    )


def text_width(text: str) -> int:
    """Estimate how wide Verdana sets a text at 11 pixels; the badge then stretches its text to exactly this."""
    return round(sum(4.2 if sign in NARROW else 10 if sign in WIDE else 7 for sign in text))


def _machines(choices: Choices, catalogue: Catalogue) -> str:
    used = choices.used_accelerators(catalogue)
    accelerators = [slug for slug in used if slug != "pypi"] + ["PyPI"] * ("pypi" in used)
    systems = dict.fromkeys(SYSTEMS[catalogue.platforms[slug].sys_platform] for slug in choices.accelerators)
    return f"{', '.join(accelerators)} · {', '.join(systems)}"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
