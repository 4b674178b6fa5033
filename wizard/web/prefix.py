"""The prefix the site lives under must not look like a page of its own: proxies may pass it on, or strip it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import URLResolver

from wizard.web.probes import PROBES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.urls import URLPattern

BESIDE: Final = {"static", *PROBES}
"""What is answered before any of the patterns is asked."""


def taken(prefix: str, patterns: Iterable[URLPattern | URLResolver]) -> str:
    """Return a sentence about a prefix that begins as our own addresses do."""
    first = prefix.removeprefix("/").partition("/")[0]
    if not first or first not in BESIDE.union(first_parts(patterns)):
        return ""
    return f"SCRIPT_NAME begins with /{first}, where the site has a page of its own. Choose another, such as /torch."


def first_parts(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield what comes first in each address."""
    for pattern in patterns:
        route = str(pattern.pattern)
        if not route and isinstance(pattern, URLResolver):
            yield from first_parts(pattern.url_patterns)
        else:
            yield route.partition("/")[0]
