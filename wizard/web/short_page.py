"""Everything the page of a short link shows, worked out once per link and catalogue revision."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.template.loader import render_to_string
from django.urls import reverse

from wizard.answering.headlines import headline
from wizard.answering.titles import title_of
from wizard.catalogue.remembering import per_catalogue
from wizard.doctor.differing import hunks
from wizard.rendering import FORMATS
from wizard.sharing.comparing import today
from wizard.web.highlighting import highlighted
from wizard.web.labels import label_of
from wizard.web.page import Html

if TYPE_CHECKING:
    from wizard.answering.headlines import Headline
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.differing import Row
    from wizard.sharing.comparing import Change, Today
    from wizard.sharing.frozen import FrozenFile
    from wizard.sharing.models import ShortLink
    from wizard.web.frame import Frame

KNOWN: Final = {found.slug: found for found in FORMATS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One frozen file: what people call it, and its highlighted text."""

    file: FrozenFile
    label: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One file that would be another today: its name and what differs, side by side."""

    filename: str
    hunks: tuple[tuple[Row, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortPage:
    """What the template needs, and nothing it would have to work out."""

    link: ShortLink
    headline: Headline
    title: str
    tabs: tuple[Tab, ...]
    today: Today
    changed: tuple[Changed, ...]
    revision: int

    @property
    def answer(self) -> str:
        """What today's answer is known by, so that a browser that was told of it need not tell again."""
        return sha256(repr(self.today).encode()).hexdigest()[:16]


@per_catalogue(256)
def short_html_of(catalogue: Catalogue, link: ShortLink, around: Frame) -> Html:
    """Return a short link's page; a link never changes, so its page does only with the catalogue."""
    address = around.whole(reverse("short-link", args=[link.pk]))
    context = {"page": short_page(link, catalogue), "address": address, "frame": around, "canonical": ""}
    return Html.of(render_to_string("wizard/short_link.html", context))


def short_page(link: ShortLink, catalogue: Catalogue) -> ShortPage:
    """Return the page of a short link."""
    now = today(link, catalogue)
    return ShortPage(
        link=link,
        headline=headline(link.query, catalogue),
        title=title_of(link.query, catalogue),
        tabs=tuple(_tab(file) for file in link.files),
        today=now,
        changed=tuple(_changed(change) for change in now.changes),
        revision=catalogue.revision,
    )


def _tab(file: FrozenFile) -> Tab:
    """Name and highlight a file as its format does, where that still exists."""
    known = KNOWN.get(file.slug)
    html = highlighted(file.text, known.lexer if known else "text")
    return Tab(file=file, label=label_of(known) if known else file.filename, html=html)


def _changed(change: Change) -> Changed:
    return Changed(filename=change.file.filename, hunks=hunks(change.file.text, change.text))
