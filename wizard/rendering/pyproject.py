"""The whole ``pyproject.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.rendering.document import document
from wizard.rendering.formats import Format

if TYPE_CHECKING:
    from wizard.configuration.values import Configuration


def render(configuration: Configuration) -> str:
    """Write a file ``uv lock`` takes as it is."""
    return document(configuration, whole=True)


FORMAT: Final = Format(
    slug="pyproject",
    label="pyproject.toml",
    filename="pyproject.toml",
    content_type="application/toml",
    lexer="toml",
    render=render,
)
