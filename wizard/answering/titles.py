"""What a link is called where only a line or two can be shown: in a chat, a wiki, a list, on a badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.answering.headlines import headline
from wizard.answering.wording import worded

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Configuration


def title_of(link: str, catalogue: Catalogue) -> str:
    """Name the release and the machines of a canonical link, whether or not the catalogue still serves it."""
    return worded("texts/title.txt", {"headline": headline(link, catalogue)}).strip()


def description_of(configuration: Configuration) -> str:
    """Say in a sentence what a link gives, or that it gives nothing."""
    context = {"configuration": configuration, "choices": configuration.choices, "blocked": configuration.blocked}
    return worded("texts/description.txt", context).strip()
