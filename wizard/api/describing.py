"""A configuration written out: from what the rooms below say to what the API says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlencode

from wizard.answering.raw import configuration_of, narrowed_to
from wizard.answering.sentences import Sentences
from wizard.api.schemas.configuration import (
    AdviceEntry,
    Choices,
    ConfigurationAnswer,
    Index,
    Machine,
    Meaning,
    Output,
    Source,
)
from wizard.catalogue.facts import Channel
from wizard.catalogue.remembering import per_catalogue
from wizard.configuration.outcomes import machine_lines, outcomes
from wizard.rendering import FORMATS

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.outcomes import MachineLine
    from wizard.configuration.values import Advice, Configuration, Requirement
    from wizard.rendering.formats import Format

WORDS: Final = {str(field.alias or name): field for name, field in Choices.model_fields.items()}
"""The words of a link."""
REPEATED: Final = frozenset(word for word, field in WORDS.items() if field.annotation == list[str])
"""Those that may stand in it several times."""


@per_catalogue(256)
def described(catalogue: Catalogue, query: str, site: str) -> bytes:
    """Return a link's whole answer as JSON; ``site`` is where its addresses begin. Raises ``Refused``."""
    return said_of(configuration_of(query, catalogue), catalogue, site).model_dump_json(by_alias=True).encode()


def said_of(configuration: Configuration, catalogue: Catalogue, site: str) -> ConfigurationAnswer:
    """Say all there is to say of a configuration."""
    sentences = Sentences(catalogue)
    lines = machine_lines(outcomes(configuration.choices, catalogue))
    return ConfigurationAnswer(
        revision=configuration.revision,
        link=configuration.link,
        permalink=f"{site}?{configuration.link}",
        choices=choices_of(configuration.link),
        configuration=_meaning(configuration),
        outputs={found.slug: _output(found, configuration, catalogue, site) for found in FORMATS},
        machines=[_machine(line) for line in lines],
        advice=[_advice(advice, sentences) for advice in configuration.advice],
    )


def choices_of(link: str) -> Choices:
    """Return the words of a canonical link as fields; it leaves the usual channel out.

    A link that was kept long ago may name a machine that is no more: it stays in the link alone.
    """
    words = {"channel": [Channel.STABLE.value], **parse_qs(link)}
    known = {key: words[key] if key in REPEATED else words[key][0] for key in WORDS if key in words}
    return Choices.model_validate(known)


def link_of(choices: Choices) -> str:
    """Return the fields as a link, canonical or not."""
    return urlencode(choices.model_dump(mode="json", by_alias=True, exclude_none=True), doseq=True)


def plain(value: Any) -> Any:
    """Return facts as JSON has them: tuples as lists, values as objects without what is empty."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(one) for key, one in asdict(value).items() if one not in {"", None}}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, Collection) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value


def _meaning(configuration: Configuration) -> Meaning:
    return Meaning(
        requires_python=configuration.requires_python,
        pythons=list(configuration.pythons),
        minimum_uv=configuration.minimum_uv,
        dependencies=_written(configuration.dependencies),
        extras={name: _written(found) for name, found in configuration.extras.items()},
        groups={name: _written(found) for name, found in configuration.groups.items()},
        default_groups=list(configuration.default_groups),
        conflicts=list(configuration.conflicts),
        environments=list(configuration.environments),
        required_environments=list(configuration.required_environments),
        sources={
            package: [
                Source(index=one.index, extra=one.extra or None, group=one.group or None, marker=one.marker or None)
                for one in found
            ]
            for package, found in configuration.sources.items()
        },
        indexes=[Index(name=one.name, url=one.url) for one in configuration.indexes],
    )


def _written(requirements: tuple[Requirement, ...]) -> list[str]:
    return [str(requirement) for requirement in requirements]


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


def _machine(line: MachineLine) -> Machine:
    return Machine(
        platform=line.platform,
        accelerator=line.accelerator,
        selection=line.selection or None,
        promised=line.promised,
        pythons=list(line.pythons),
        versions=dict(line.versions),
        missing=list(line.missing),
        size=line.size,
    )


def _advice(advice: Advice, sentences: Sentences) -> AdviceEntry:
    facts = plain(advice.facts)
    return AdviceEntry.model_validate(
        {"code": advice.code, "severity": advice.severity, "sentence": sentences.advice(advice), "facts": facts}
    )
