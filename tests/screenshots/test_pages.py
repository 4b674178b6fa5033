"""No page is forgotten when the pictures are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import URLPattern, URLResolver, get_resolver

from tests.screenshots.pages import PAGES
from wizard.rendering import FORMATS
from wizard.web.matrix import FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_PAGES: Final = {
    *(found.slug for found in FORMATS),
    *(found.filename for found in FILES),
    *("fitting", "doctor-download", "short-link-file", "preset-badge", "badge", "api-openapi", "theme"),
}
"""What answers with a file, or leads on."""


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the names of what answers on this site, but for the admin and the API's own operations."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield from filter(None, [pattern.name])
        elif pattern.app_name != "admin" and pattern.namespace != "api":
            yield from routes(pattern.url_patterns)


def test_every_route_has_a_picture_or_is_no_page() -> None:
    assert {shown.route for shown in PAGES} == set(routes(get_resolver().url_patterns)) - NO_PAGES


def test_every_picture_has_a_name_of_its_own() -> None:
    assert len({shown.slug for shown in PAGES}) == len(PAGES)
