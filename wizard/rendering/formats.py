"""The registry of outputs: one slug each, the same in URL, tab, command line and tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.configuration.values import Configuration


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write a configuration down; ``lexer`` names Pygments' highlighter."""

    slug: str
    label: str
    filename: str
    content_type: str
    lexer: str
    render: Callable[[Configuration], str]
