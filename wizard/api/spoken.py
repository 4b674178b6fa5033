"""The OpenAPI document in other languages: what it explains in words, and nothing that programs go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Callable

EXPLAINING: Final = frozenset({"description", "summary"})
"""The keys of OpenAPI's own with a text for people; a field that is called so has a schema there, and no text."""
SENT: Final = frozenset({"example", "examples"})
"""The keys of values that programs send."""


def spoken(document: Any, say: Callable[[str], str] = gettext) -> Any:
    """Return a part of the document as ``say`` has it: in the language that is active."""
    if isinstance(document, dict):
        return {key: _spoken(key, value, say) for key, value in document.items()}
    return [spoken(one, say) for one in document] if isinstance(document, list) else document


def words(document: Any) -> list[str]:
    """Return every text a translator has to know."""
    found: dict[str, str] = {}
    spoken(document, lambda text: found.setdefault(text, text))
    return list(found)


def _spoken(key: str, value: Any, say: Callable[[str], str]) -> Any:
    if key in SENT:
        return value
    return say(value) if key in EXPLAINING and isinstance(value, str) else spoken(value, say)
