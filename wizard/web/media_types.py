"""The media types that requests and answers have, each spelled once."""

from __future__ import annotations

from typing import Final

HTML: Final = "text/html"
JSON: Final = "application/json"
PLAIN: Final = "text/plain"
TEXT: Final = f"{PLAIN}; charset=utf-8"
"""What people are answered with who asked for no page."""
TEXTS: Final = ("application/x-www-form-urlencoded", "application/toml", "application/octet-stream")
"""What ``curl --data-binary`` and its like call a file of text, beside text/…."""


def is_text(kind: str) -> bool:
    """Say whether a body of this type is read as a text; what says no type is."""
    return not kind or kind in TEXTS or kind.startswith("text/")
