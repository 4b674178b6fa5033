"""The pages: each view parses, asks one question, and renders."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from wizard.answering.raw import Refused, raw_output
from wizard.answering.wording import worded
from wizard.catalogue.loading import load_catalogue
from wizard.rendering import FORMATS
from wizard.web.clients import is_command_line
from wizard.web.frame import named_frame, start_frame
from wizard.web.languages import to, without_language
from wizard.web.media_types import TEXT
from wizard.web.page import html_of, page_of
from wizard.web.reading import reads

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_htmx.middleware import HtmxDetails

    from wizard.rendering.formats import Format
    from wizard.web.page import Html

    class HtmxHttpRequest(HttpRequest):
        """A request that passed django-htmx's middleware."""

        htmx: HtmxDetails


@reads
@cache_control(no_cache=True)
@vary_on_headers("HX-Request", "User-Agent", "Accept-Encoding")
def wizard(request: HtmxHttpRequest) -> HttpResponse:
    """Show the page; htmx gets the part that changes, and the canonical link for the address bar."""
    query = request.META.get("QUERY_STRING", "")
    if not without_language(query) and is_command_line(request):
        return HttpResponse(worded("texts/help.txt", {"formats": FORMATS}, request), content_type=TEXT)
    catalogue = load_catalogue()
    page = page_of(catalogue, query)
    if not request.htmx and "platform=" in query and not page.notices:
        return redirect(to("wizard", query=page.query))
    template = "wizard/wizard.html#wizard" if request.htmx else "wizard/wizard.html"
    undo = _undo(request) if page.notices else ""
    around = named_frame(request) if without_language(query) or request.htmx else start_frame(request, catalogue)
    response = html_response(request, html_of(catalogue, query, template, undo, around))
    return push_url(response, to("wizard", query=page.query)) if request.htmx else response


@reads
@cache_control(no_cache=True)
def output(request: HttpRequest, found: Format) -> HttpResponse:
    """Answer with one output as a file."""
    return file_response(request.META.get("QUERY_STRING", ""), found)


def file_response(query: str, found: Format) -> HttpResponse:
    """Return one output of a link as a file; the reasons, and 422, where it asks for what does not exist."""
    try:
        text = raw_output(query, found, load_catalogue())
    except Refused as refusal:
        return HttpResponse(f"{refusal}\n", content_type=TEXT, status=422)
    response = HttpResponse(text, content_type=f"{found.content_type}; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{found.filename}"'
    return response


def html_response(request: HttpRequest, html: Html) -> HttpResponse:
    """Answer with a page, compressed for whoever takes it so."""
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(html.plain)
    return HttpResponse(html.gzipped, headers={"Content-Encoding": "gzip"})


def _undo(request: HtmxHttpRequest) -> str:
    """Return the wizard link the person came from, so that a forced change can be taken back."""
    before = request.htmx.current_url if request.htmx else request.headers.get("Referer", "")
    parts = urlsplit(before or "")
    ours = parts.netloc == request.get_host() and parts.path == reverse("wizard")
    return parts._replace(scheme="", netloc="", fragment="").geturl() if ours else ""
