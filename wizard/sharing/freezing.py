"""Freezing: a configuration with every output as it is written now, to be opened under a short link for ever."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from wizard.answering.raw import configuration_of, narrowed_to
from wizard.rendering import FORMATS
from wizard.sharing.frozen import FrozenFile
from wizard.sharing.models import ShortLink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Configuration
    from wizard.sharing.words import Words


def short_link(query: str, words: Words, catalogue: Catalogue) -> ShortLink:
    """Return a link with its outputs as they are today, not yet kept: ``ShortLink.objects.keep()`` does that.

    Raises ``Refused`` where the raw outputs would be refused.
    """
    configuration = configuration_of(query, catalogue)
    link = ShortLink(
        query=configuration.link,
        revision=configuration.revision,
        outputs=[asdict(file) for file in files_of(configuration, catalogue)],
        title=words.title,
        note=words.note,
    )
    link.digest = digest_of(link)
    return link


def files_of(configuration: Configuration, catalogue: Catalogue) -> Iterator[FrozenFile]:
    """Yield every output of a configuration, also those that are no tab; what it lacks something for is left out."""
    for found in FORMATS:
        narrowed = replace(narrowed_to(found, configuration, catalogue), revision=configuration.revision)
        if not found.misses(narrowed):
            yield FrozenFile(
                slug=found.slug,
                filename=found.filename,
                content_type=found.content_type,
                text=found.render(narrowed),
            )


def digest_of(link: ShortLink) -> str:
    """Return the SHA-256 of all that people see of a link: neither who made it nor when, nor from which revision."""
    content = {"query": link.query, "title": link.title, "note": link.note, "outputs": link.outputs}
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
