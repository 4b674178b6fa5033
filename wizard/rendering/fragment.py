"""Only what an existing ``pyproject.toml`` still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.rendering.document import document
from wizard.rendering.formats import Format

if TYPE_CHECKING:
    from wizard.configuration.values import Configuration


def render(configuration: Configuration) -> str:
    """Write the tables to merge: the project's name and version stay as they are."""
    return document(configuration, whole=False)


FORMAT: Final = Format(
    slug="fragment",
    label="Fragment",
    filename="fragment.toml",
    content_type="application/toml",
    lexer="toml",
    render=render,
)
