"""Presets as the catalogue of today sees them: the link each stands for now, or why it stands for none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from wizard.answering.raw import Refused, configuration_of, query_of
from wizard.answering.titles import title_of
from wizard.answering.wording import per_language
from wizard.choices.grammar import Words, encode, pairs
from wizard.errors import WizardError
from wizard.rendering.usual import usual_choices
from wizard.sharing.ids import meant
from wizard.sharing.models import Preset, ShortLink

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.facts import Catalogue


class UnknownPreset(WizardError):
    """Nobody made a preset of that name, or it was deleted."""

    def __init__(self, *, slug: str, known: Iterable[str]) -> None:
        super().__init__(slug)
        self.slug, self.known = slug, tuple(known)

    def __str__(self) -> str:
        there = f"There are: {', '.join(self.known)}." if self.known else "There is none yet; the admin adds them."
        return f"There is no preset {self.slug!r}. {there}"


SHORT: Final = re.compile(r"/c/([^/?#]+)")
"""The id in the address of a short link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A preset today: the whole ``link`` it stands for and its ``title``, empty where ``reasons`` say why not.

    ``query`` is what its keeper wrote: what that leaves open, the release say, follows the catalogue.
    """

    slug: str
    name: str
    description: str
    query: str
    shown: bool
    link: str
    title: str
    reasons: tuple[str, ...]

    @property
    def supported(self) -> bool:
        """Whether the catalogue has all it asks for."""
        return not self.reasons


def offered_presets(catalogue: Catalogue) -> tuple[Followed, ...]:
    """Return the shown presets this catalogue supports, in their keeper's order."""
    return tuple(found for found in all_presets(catalogue) if found.shown and found.supported)


def all_presets(catalogue: Catalogue) -> tuple[Followed, ...]:
    """Return every preset, hidden and unsupported ones too; one query."""
    return tuple(followed(preset, catalogue) for preset in Preset.objects.all())


def preset_named(slug: str, catalogue: Catalogue) -> Followed:
    """Return one preset, shown or not, supported or not; raise ``UnknownPreset``."""
    preset = Preset.objects.named(slug).first()
    if preset is None:
        raise UnknownPreset(slug=slug, known=(found.slug for found in offered_presets(catalogue)))
    return followed(preset, catalogue)


def followed(preset: Preset, catalogue: Catalogue) -> Followed:
    """Return a preset as this catalogue sees it."""
    today = _today(catalogue, preset.query)
    return Followed(
        slug=preset.slug,
        name=preset.name,
        description=preset.description,
        query=preset.query,
        shown=preset.shown,
        link=today.link,
        title=today.title,
        reasons=today.reasons,
    )


def hidden_presets(catalogue: Catalogue) -> dict[str, str]:
    """Return a sentence for every preset that would be shown, if this catalogue supported it, by its slug."""
    return {
        found.slug: f"The preset {found.name!r} is hidden from the start page: {' '.join(found.reasons)}"
        for found in all_presets(catalogue)
        if found.shown and not found.supported
    }


def canonical(link: str, catalogue: Catalogue) -> str:
    """Return what a link says in the grammar's own order and spelling, and no more; raise ``Refused``.

    A whole link of the wizard stays whole, and so does what a short link of this site holds; one without ``torch``
    keeps following the newest release.
    """
    query = _held(link.strip()) or query_of(link.strip())
    configuration = configuration_of(query, catalogue)
    said = {key for key, value in pairs(query, Words()) if value}
    whole = (pair.partition("=") for pair in encode(configuration.choices).split("&"))
    return "&".join(f"{key}={value}" for key, _, value in whole if key in said or key in catalogue.platforms)


def _held(link: str) -> str:
    """Return the query string that a short link of this site, or the address of its file, holds; else nothing."""
    named = SHORT.search(link)
    key = meant(named[1]) if named else ""
    found = ShortLink.objects.with_id(key).first() if key else None
    return found.query if found else ""


def add_usual_presets() -> int:
    """Add the configurations people ask for most, those that follow the newest release; return how many were new."""
    following = [usual for usual in usual_choices() if "torch=" not in usual.link]
    made = (
        Preset.objects.get_or_create(
            slug=usual.slug, defaults={"name": usual.name, "query": usual.link, "order": 10 * order}
        )
        for order, usual in enumerate(following, start=1)
    )
    return sum(new for _, new in made)


class _Today(NamedTuple):
    link: str
    title: str
    reasons: tuple[str, ...]


@per_language(256)
def _today(catalogue: Catalogue, query: str) -> _Today:
    """Return what a link means now, or the reasons why it means nothing."""
    try:
        choices = configuration_of(query, catalogue).choices
    except Refused as refusal:
        return _Today(link="", title="", reasons=refusal.reasons)
    link = encode(choices)
    return _Today(link=link, title=title_of(link, catalogue), reasons=())
