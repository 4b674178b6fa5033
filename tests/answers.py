"""What tests read in an answer."""

from __future__ import annotations

from typing import Any


def text_of(response: Any) -> str:
    """Return the body of an answer as text."""
    content: bytes = response.content
    return content.decode()
