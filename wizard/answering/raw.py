"""One output as it is, or the reasons why there is none: for raw addresses, commands and all that keeps links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wizard.answering.configuring import configured
from wizard.answering.sentences import Sentences
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode
from wizard.errors import WizardError

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Notice
    from wizard.configuration.values import Advice, Configuration
    from wizard.rendering.formats import Format


class Refused(WizardError):
    """A link asks for something that does not exist; ``reasons`` are sentences.

    ``found`` has the code and the facts of each, where there are any, and ``instead`` is the nearest link.
    """

    def __init__(self, reasons: tuple[str, ...], found: tuple[Notice | Advice, ...] = (), instead: str = "") -> None:
        super().__init__(reasons)
        self.reasons = reasons
        self.found = found
        self.instead = instead

    def __str__(self) -> str:
        return "\n".join(self.reasons)


def configuration_of(query: str, catalogue: Catalogue) -> Configuration:
    """Return a link's configuration; raise ``Refused`` where it cannot be kept to or can have no output."""
    decoded = decode(query, catalogue)
    if decoded.notices:
        raise refused(decoded.notices, catalogue, encode(decoded.choices))
    configuration = configured(decoded.choices, catalogue)
    if configuration.blocked:
        raise Refused(tuple(map(Sentences(catalogue).advice, configuration.blocked)), configuration.blocked)
    return configuration


def refused(notices: tuple[Notice, ...], catalogue: Catalogue, instead: str = "") -> Refused:
    """Return the refusal of what these notices say cannot be kept to."""
    sentences = Sentences(catalogue)
    return Refused(tuple(sentences.notice(notice, refused=True) for notice in notices), notices, instead)


def query_of(link: str) -> str:
    """Return the query string of a whole link, or of what already is one; raise ``Refused`` for an address without."""
    address, mark, query = link.partition("#")[0].partition("?")
    if not mark and "://" in address:
        raise Refused((_("This link has no ?…, so it asks for nothing: %(address)s") % {"address": address},))
    return query if mark else address


def raw_output(query: str, found: Format, catalogue: Catalogue) -> str:
    """Return the text of one output, or raise ``Refused``."""
    configuration = narrowed_to(found, configuration_of(query, catalogue), catalogue)
    if missed := found.misses(configuration):
        raise Refused((Sentences(catalogue).missed(missed),))
    return found.render(configuration)


def narrowed_to(found: Format, configuration: Configuration, catalogue: Catalogue) -> Configuration:
    """Return what of a configuration a format can say."""
    choices = found.narrowed(configuration.choices)
    return configuration if choices == configuration.choices else configured(choices, catalogue)
