"""The configuration as JSON: choices, what they mean, what each machine gets, what is good to know."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from wizard.rendering.description import advice_of, choices_of, machine_of, meaning_of
from wizard.rendering.formats import Format

if TYPE_CHECKING:
    from wizard.configuration.values import Configuration


def render(configuration: Configuration) -> str:
    """Write codes and facts, in the words and the order of the API, which has the sentences and the files, too."""
    described = {
        "link": configuration.link,
        "choices": choices_of(configuration.link),
        "configuration": meaning_of(configuration),
        "machines": [machine_of(line) for line in configuration.machines],
        "advice": [advice_of(found) for found in configuration.advice],
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


FORMAT: Final = Format(
    slug="json",
    label="JSON",
    filename="configuration.json",
    content_type="application/json",
    lexer="json",
    render=render,
    tab=False,
    foresees=True,
)
