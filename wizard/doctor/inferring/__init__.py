"""``infer()``: the choices behind a project file, so that any file opens in the wizard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from wizard.choices.choices import Choices, Notice
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode
from wizard.configuration.configure import configure
from wizard.doctor.addresses import without_addresses
from wizard.doctor.inferring.candidates import candidates
from wizard.doctor.inferring.cells import cells_of
from wizard.doctor.inferring.comparing import may_say, says
from wizard.doctor.inferring.pinned import legacy_layout
from wizard.doctor.inferring.platforms import chosen_platforms
from wizard.doctor.inferring.versions import versions_of
from wizard.doctor.inferring.words import words_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Project


NOT_ASKED: Final = "no-platform"
"""What a link without platforms is told; a file has none where it has no torch, which is told already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """What a file comes to as choices, their ``link``, and what of it no choice says.

    ``unread`` have their sentences in ``templates/wizard/sentences/unread``; ``notices`` are those of the link, where
    what the file asks for does not exist together.
    """

    choices: Choices
    link: str
    unread: tuple[Notice, ...]
    notices: tuple[Notice, ...]


def infer(project: Project, catalogue: Catalogue) -> Inferred:
    """Return the nearest choices to what a file says.

    Markers do not name every machine that was chosen. Where the first guess would not be written as this file is,
    others are tried; where none would, as in a file written by hand, the first guess stands.
    """
    asking, told = without_addresses(project, catalogue)
    found = _nearest(asking, catalogue)
    return replace(found, unread=(*told, *found.unread))


def _nearest(project: Project, catalogue: Catalogue) -> Inferred:
    chosen = chosen_platforms(project, catalogue)
    first = _reading(project, catalogue, chosen)
    written = configure(first.choices, catalogue)
    if says(project, written):
        return first
    if legacy_layout(project):
        other = _reading(project, catalogue, chosen, pypi_first=True)
        return other if says(project, configure(other.choices, catalogue)) else first
    if not may_say(project, written):
        return first
    for platforms in candidates(project, catalogue, chosen):
        other = _reading(project, catalogue, platforms)
        if says(project, configure(other.choices, catalogue)):
            return other
    return first


def _reading(
    project: Project, catalogue: Catalogue, platforms: tuple[str, ...], *, pypi_first: bool = False
) -> Inferred:
    cells = cells_of(project, catalogue, platforms, pypi_first=pypi_first)
    versions = versions_of(project, catalogue, cells)
    words, unread = words_of(project, catalogue, cells, versions)
    decoded = decode(words, catalogue)
    return Inferred(
        choices=decoded.choices,
        link=encode(decoded.choices),
        unread=(*cells.unread, *versions.unread, *unread),
        notices=tuple(one for one in decoded.notices if one.code != NOT_ASKED),
    )
