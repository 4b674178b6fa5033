"""What today's catalogue makes of a short link's choices, beside what was frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from wizard.answering.raw import Refused, configuration_of
from wizard.rendering import FORMATS
from wizard.sharing.freezing import files_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.sharing.frozen import FrozenFile
    from wizard.sharing.models import ShortLink


FORESEEN: Final = frozenset(found.slug for found in FORMATS if found.foresees)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A frozen file, and the text it would have today; empty where it could not be written."""

    file: FrozenFile
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """How the same choices are answered today: refused with reasons, with other texts, or as they were."""

    reasons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.reasons or self.changes)


def today(link: ShortLink, catalogue: Catalogue) -> Today:
    """Compare a short link with what its choices give now.

    The revision's number alone is no difference, though comments name it; nor is a format that is no more, nor
    what is foreseen of machines, which changes with every release though no file asks for anything else.
    """
    try:
        configuration = configuration_of(link.query, catalogue)
    except Refused as refusal:
        return Today(reasons=refusal.reasons)
    as_then = replace(configuration, revision=link.revision)
    texts = {found.slug: "" for found in FORMATS} | {file.slug: file.text for file in files_of(as_then, catalogue)}
    asking = (file for file in link.files if file.slug not in FORESEEN)
    compared = (Change(file=file, text=texts.get(file.slug, file.text)) for file in asking)
    return Today(changes=tuple(change for change in compared if change.text != change.file.text))
