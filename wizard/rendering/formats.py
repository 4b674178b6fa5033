"""The registry of outputs: one slug each, the same in URL, tab, command line and tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.choices.choices import Choices
    from wizard.configuration.values import Configuration


def as_chosen(choices: Choices) -> Choices:
    """Keep the choices: most formats can say all of them."""
    return choices


def nothing(_: Configuration) -> str:
    """Miss nothing: most formats can be written for every configuration."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write a configuration down; ``lexer`` names Pygments' highlighter.

    ``narrowed`` gives the choices a format can say, where those are not all. ``misses`` names what a configuration
    lacks to be written so, as a code; empty where nothing. A format that is no ``tab`` of the page is a link below it.
    One that ``foresees`` says what comes of the choices rather than asks for it, and moves with the catalogue.
    """

    slug: str
    label: str
    filename: str
    content_type: str
    lexer: str
    render: Callable[[Configuration], str]
    narrowed: Callable[[Choices], Choices] = as_chosen
    misses: Callable[[Configuration], str] = nothing
    tab: bool = True
    foresees: bool = False
