"""A configuration written out: from what the rooms below say to what the API says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from wizard.answering.raw import configuration_of, narrowed_to
from wizard.answering.sentences import Sentences
from wizard.answering.wording import per_language
from wizard.api.schemas.configuration import (
    AdviceEntry,
    Choices,
    ConfigurationAnswer,
    Machine,
    Meaning,
    Output,
)
from wizard.rendering import FORMATS
from wizard.rendering.description import advice_of, machine_of, meaning_of
from wizard.rendering.description import choices_of as words_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Advice, Configuration
    from wizard.rendering.formats import Format

WORDS: Final = frozenset(str(field.alias or name) for name, field in Choices.model_fields.items())
"""The words of a link."""


@per_language(256)
def described(catalogue: Catalogue, query: str, site: str) -> bytes:
    """Return a link's whole answer as JSON; ``site`` is where its addresses begin. Raises ``Refused``."""
    return said_of(configuration_of(query, catalogue), catalogue, site).model_dump_json(by_alias=True).encode()


def said_of(configuration: Configuration, catalogue: Catalogue, site: str) -> ConfigurationAnswer:
    """Say all there is to say of a configuration."""
    sentences = Sentences(catalogue)
    return ConfigurationAnswer(
        revision=configuration.revision,
        link=configuration.link,
        permalink=f"{site}?{configuration.link}",
        choices=choices_of(configuration.link),
        configuration=Meaning.model_validate(meaning_of(configuration)),
        outputs={found.slug: _output(found, configuration, catalogue, site) for found in FORMATS},
        machines=[Machine.model_validate(machine_of(line)) for line in configuration.machines],
        advice=[_advice(advice, sentences) for advice in configuration.advice],
    )


def choices_of(link: str) -> Choices:
    """Return the words of a canonical link as fields.

    A link that was kept long ago may name a machine that is no more: it stays in the link alone.
    """
    return Choices.model_validate({word: said for word, said in words_of(link).items() if word in WORDS})


def link_of(choices: Choices) -> str:
    """Return the fields as a link, canonical or not."""
    return urlencode(choices.model_dump(mode="json", by_alias=True, exclude_none=True), doseq=True)


def _output(found: Format, configuration: Configuration, catalogue: Catalogue, site: str) -> Output:
    narrowed = narrowed_to(found, configuration, catalogue)
    missed = found.misses(narrowed)
    return Output(
        filename=found.filename,
        content_type=found.content_type,
        address=f"{site}{found.filename}?{configuration.link}",
        text=None if missed else found.render(narrowed),
        reason=Sentences(catalogue).missed(missed) if missed else None,
    )


def _advice(advice: Advice, sentences: Sentences) -> AdviceEntry:
    return AdviceEntry.model_validate({**advice_of(advice), "sentence": sentences.advice(advice)})
