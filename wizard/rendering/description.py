"""A configuration in plain words for programs: what the JSON output writes, and what the API answers with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from wizard.catalogue.facts import Channel
from wizard.choices.grammar import SINGLE

if TYPE_CHECKING:
    from wizard.configuration.outcomes import MachineLine
    from wizard.configuration.values import Advice, Configuration, Requirement


def choices_of(link: str) -> dict[str, Any]:
    """Return the words of a canonical link; it leaves the usual channel out."""
    words = {"channel": [Channel.STABLE.value], **parse_qs(link)}
    return {key: values[0] if key in SINGLE else values for key, values in words.items()}


def meaning_of(configuration: Configuration) -> dict[str, Any]:
    """Return what the choices mean, decided: what every output writes down."""
    return {
        "requires_python": configuration.requires_python,
        "pythons": list(configuration.pythons),
        "minimum_uv": configuration.minimum_uv,
        "dependencies": _written(configuration.dependencies),
        "extras": {name: _written(found) for name, found in configuration.extras.items()},
        "groups": {name: _written(found) for name, found in configuration.groups.items()},
        "default_groups": list(configuration.default_groups),
        "conflicts": list(configuration.conflicts),
        "environments": list(configuration.environments),
        "required_environments": list(configuration.required_environments),
        "sources": {
            package: [
                {
                    "index": one.index,
                    "extra": one.extra or None,
                    "group": one.group or None,
                    "marker": one.marker or None,
                }
                for one in found
            ]
            for package, found in configuration.sources.items()
        },
        "indexes": [{"name": one.name, "url": one.url} for one in configuration.indexes],
    }


def _written(requirements: tuple[Requirement, ...]) -> list[str]:
    return [str(requirement) for requirement in requirements]


def machine_of(line: MachineLine) -> dict[str, Any]:
    """Return what one machine gets on every Python where that is the same."""
    return {
        "platform": line.platform,
        "accelerator": line.accelerator,
        "selection": line.selection or None,
        "promised": line.promised,
        "pythons": list(line.pythons),
        "versions": dict(line.versions),
        "missing": list(line.missing),
        "size": line.size,
    }


def advice_of(advice: Advice) -> dict[str, Any]:
    """Return a piece of advice as its code and facts; its sentence is the business of the rooms below."""
    return {"code": advice.code, "severity": advice.severity, "facts": plain(advice.facts)}


def plain(value: Any) -> Any:
    """Return facts as JSON has them: tuples as lists, values as objects without what is empty."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(one) for key, one in asdict(value).items() if one not in {"", None}}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, Collection) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value
