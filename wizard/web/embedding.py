"""What other sites show of ours: the result of a link in a frame, and its badge."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpResponse
from django.utils.csp import CSP
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import conditional_page
from django.views.decorators.vary import vary_on_headers

from wizard.catalogue.loading import load_catalogue
from wizard.web.badges import badge_svg
from wizard.web.frame import named_frame
from wizard.web.page import html_of
from wizard.web.reading import reads
from wizard.web.views import html_response

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.http import HttpRequest


def framed[**Asked](view: Callable[Asked, HttpResponse]) -> Callable[Asked, HttpResponse]:
    """Let ``EMBED_ANCESTORS`` frame what a view answers; around what answers 304, for browsers keep its headers too."""

    @wraps(view)
    def allowing(*asked: Asked.args, **named: Asked.kwargs) -> HttpResponse:
        policy: dict[str, Collection[str] | str] = {**settings.SECURE_CSP}
        policy["frame-ancestors"] = settings.EMBED_ANCESTORS or [CSP.NONE]
        response: Any = csp_override(policy)(view)(*asked, **named)
        if settings.EMBED_ANCESTORS:
            response.xframe_options_exempt = True  # it knows one origin at most, and would win
            response["Cross-Origin-Resource-Policy"] = "cross-origin"  # a site that isolates itself asks for it
        return cast("HttpResponse", response)

    return allowing


def for_any_site[**Asked](view: Callable[Asked, HttpResponse]) -> Callable[Asked, HttpResponse]:
    """Let pages of any site show what a view answers, 304 included."""

    @wraps(view)
    def allowing(*asked: Asked.args, **named: Asked.kwargs) -> HttpResponse:
        response = view(*asked, **named)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return allowing


@reads
@framed
@conditional_page
@cache_control(no_cache=True)
@vary_on_headers("Accept-Encoding")
def embed(request: HttpRequest) -> HttpResponse:
    """Show the result of a link and nothing else."""
    query = request.META.get("QUERY_STRING", "")
    return html_response(request, html_of(load_catalogue(), query, "wizard/embed.html", "", named_frame(request)))


@reads
@for_any_site
@conditional_page
@cache_control(no_cache=True)
def badge(request: HttpRequest) -> HttpResponse:
    """Answer with the badge of a link; a link that cannot be kept to has one, too, since a picture has no status."""
    return badge_response(request.META.get("QUERY_STRING", ""))


def badge_response(query: str) -> HttpResponse:
    """Return a link's badge."""
    return HttpResponse(badge_svg(query, load_catalogue()), content_type="image/svg+xml; charset=utf-8")
