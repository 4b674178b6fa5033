"""What a canonical link is about, read off the link itself: it says the same when the catalogue no longer serves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from wizard.answering.names import named
from wizard.answering.wording import listed, worded
from wizard.catalogue.facts import Channel
from wizard.choices.grammar import REPEATED, SINGLE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """Each machine with what computes on it, torch's version or channel, and the packages beside it."""

    machines: tuple[tuple[str, str], ...]
    torch: str
    packages: tuple[str, ...]

    def __str__(self) -> str:
        """Everything on one line."""
        return worded("texts/headline.txt", {"headline": self}).strip()


def headline(link: str, catalogue: Catalogue) -> Headline:
    """Return what a canonical link is about, with labels where the catalogue has them and slugs where not."""
    platforms = {slug: named(found.label) for slug, found in catalogue.platforms.items()}
    accelerators = {slug: named(found.label) for slug, found in catalogue.accelerators.items()}
    pairs = parse_qsl(link)
    machines: dict[str, list[str]] = {}
    for key, value in pairs:
        if key not in {*SINGLE, *REPEATED}:
            machines.setdefault(platforms.get(key, key), []).append(accelerators.get(value, value))
    single = dict(pairs)
    return Headline(
        machines=tuple((machine, listed(found)) for machine, found in machines.items()),
        torch=single.get("torch") or single.get("channel", Channel.STABLE.value),
        packages=tuple(value for key, value in pairs if key == "with"),
    )
