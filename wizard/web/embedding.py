"""What other sites show of ours: the result of a link in a frame, and its badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils.csp import CSP
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from wizard.catalogue.loading import load_catalogue
from wizard.web.badges import badge_svg
from wizard.web.frame import named_frame
from wizard.web.page import html_of
from wizard.web.views import html_response

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import HttpRequest


@require_safe
@conditional_page
@cache_control(no_cache=True)
@vary_on_headers("Accept-Encoding")
def embed(request: HttpRequest) -> HttpResponse:
    """Show the result of a link and nothing else; only ``EMBED_ANCESTORS`` may frame it."""
    query = request.META.get("QUERY_STRING", "")
    html = html_of(query, load_catalogue(), "wizard/embed.html", "", named_frame(request))
    policy: dict[str, Collection[str] | str] = {**settings.SECURE_CSP}
    policy["frame-ancestors"] = settings.EMBED_ANCESTORS or [CSP.NONE]
    response = csp_override(policy)(lambda _: html_response(request, html))(request)
    response.xframe_options_exempt = bool(settings.EMBED_ANCESTORS)  # it knows one origin at most, and would win
    return response


@require_safe
@conditional_page
@cache_control(no_cache=True)
def badge(request: HttpRequest) -> HttpResponse:
    """Answer with the badge of a link; a link that cannot be kept to has one, too, since a picture has no status."""
    return badge_response(request.META.get("QUERY_STRING", ""))


def badge_response(query: str) -> HttpResponse:
    """Return a link's badge, which pages of any site may show."""
    response = HttpResponse(badge_svg(query, load_catalogue()), content_type="image/svg+xml; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
