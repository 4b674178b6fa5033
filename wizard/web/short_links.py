"""Short links: making one, its page, and its files, which never change."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from wizard.answering.headlines import headline
from wizard.answering.raw import Refused
from wizard.answering.wording import told, worded
from wizard.catalogue.loading import load_catalogue
from wizard.choices.grammar import shortened
from wizard.errors import WizardError
from wizard.sharing.comparing import today
from wizard.sharing.freezing import short_link
from wizard.sharing.ids import meant
from wizard.sharing.models import ShortLink
from wizard.sharing.words import UnfitWords, words
from wizard.web.addresses import absolute
from wizard.web.clients import is_command_line
from wizard.web.doctor_asked import TooLarge, too_large
from wizard.web.frame import named_frame
from wizard.web.languages import to
from wizard.web.limits import SHORT_LINKS, TooOften, count, too_often
from wizard.web.media_types import TEXT
from wizard.web.reading import reads
from wizard.web.short_page import short_html_of
from wizard.web.views import html_response

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wizard.sharing.querysets import Kept
    from wizard.web.views import HtmxHttpRequest

FORMS: Final = ("", "application/x-www-form-urlencoded", "multipart/form-data")
"""The kinds of body that are read; one of none says that there is no body."""
WORDS: Final = ("title", "note")
"""The fields that are no part of a configuration."""


class TooMuchSent(TooLarge):
    """More than choices, a title and a note ever are."""

    def __str__(self) -> str:
        return "This is far more than a short link can hold. Send its choices, and a title and a note if you like."


class NoForm(WizardError):
    """A body of a kind that is not read here, which would look as if nothing had been chosen; ``api`` reads JSON."""

    def __init__(self, kind: str, api: str) -> None:
        super().__init__(kind, api)
        self.kind, self.api = kind, api

    @property
    def shown(self) -> str:
        """The type as it can be shown anywhere."""
        return shortened(self.kind)

    def __str__(self) -> str:
        return f"A body of {self.shown} is not read here. Send it as a form (curl -d …), or JSON to {self.api}."


class NoSuchLink(WizardError):
    """Nobody made a short link of this id."""

    def __str__(self) -> str:
        return "There is no short link of this id here. See whether all of it was copied: ten characters or more."


class NoSuchFile(WizardError):
    """A short link holds no file of this name; ``known`` are those it holds."""

    def __init__(self, filename: str, known: tuple[str, ...]) -> None:
        super().__init__(filename, known)
        self.filename, self.known = filename, known

    @property
    def shown(self) -> str:
        """The name as it can be shown anywhere."""
        return shortened(self.filename)

    def __str__(self) -> str:
        return f"This short link holds no {self.shown}. It holds {', '.join(self.known)}."


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def make(request: HtmxHttpRequest) -> HttpResponse:
    """Make a short link of the query string and the fields together, and lead to it.

    No token is asked for: the wizard's page is rendered once for everybody and can hold none, nothing is tied to a
    session, and equal content is kept once, whoever sends it.
    """
    if request.method != "POST":
        return redirect(to("wizard"))
    if too_large(request):
        return _plain(TooMuchSent(), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if request.content_type not in FORMS:
        refusal = NoForm(request.content_type or "", reverse("api:create_short_link"))
        return _plain(refusal, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    query, given = _asked(request)
    try:
        kept = keep(request, short_link(query, words(**given), load_catalogue()))
    except (Refused, UnfitWords, TooOften) as refusal:
        return _refused(request, refusal, {"query": query, **given})
    return _made(request, kept)


def keep(request: HttpRequest, link: ShortLink) -> Kept:
    """Keep a link for whoever asks, or return the one there is; raise ``TooOften`` where a client makes too many."""
    if not ShortLink.objects.with_digest(link.digest).exists():
        count(request, SHORT_LINKS)
    return ShortLink.objects.keep(link, timezone.now())


@reads
@cache_control(no_cache=True)
@vary_on_headers("User-Agent", "Accept-Encoding")
def page(request: HttpRequest, typed: str) -> HttpResponse:
    """Show what was frozen, and how today's catalogue would answer; on a terminal, where the files are."""
    link = ShortLink.objects.with_id(meant(typed)).first()
    if link is None:
        return _lost(request)
    if link.pk != typed:
        return redirect(to("short-link", link.pk), permanent=True)
    if is_command_line(request):
        return HttpResponse(worded("texts/short-link.txt", _for_terminals(request, link)), content_type=TEXT)
    return html_response(request, short_html_of(load_catalogue(), link, named_frame(request)))


@reads
def without_slash(_: HttpRequest, typed: str) -> HttpResponse:
    """Lead who typed the address of a page as that of a folder to the page."""
    return redirect(to("short-link", typed), permanent=True)


@reads
def file(request: HttpRequest, typed: str, filename: str) -> HttpResponse:
    """Answer with a file byte for byte as it was frozen, which everybody may keep for ever."""
    link = ShortLink.objects.with_id(meant(typed)).first()
    if link is None:
        return _plain(NoSuchLink(), HTTPStatus.NOT_FOUND)
    if link.pk != typed:
        return redirect("short-link-file", link.pk, filename, permanent=True)
    found = link.file_named(filename)
    if found is None:
        return _plain(NoSuchFile(filename, tuple(each.filename for each in link.files)), HTTPStatus.NOT_FOUND)
    response = HttpResponse(found.text, content_type=f"{found.content_type}; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{found.filename}"'
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["ETag"] = f'"{link.digest}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _asked(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """Return the link somebody wants to keep, from the address and the body together, and the words for it."""
    fields = [(key, value) for key, values in request.POST.lists() for value in values if key not in WORDS]
    query = "&".join(filter(None, (request.META.get("QUERY_STRING", ""), urlencode(fields))))
    return query, {name: request.POST.get(name, "") for name in WORDS}


def _made(request: HtmxHttpRequest, made: Kept) -> HttpResponse:
    """Show the link in its place, send a browser to its page, and tell a script its address."""
    path, address = to("short-link", made.link.pk), _address(request, made.link)
    if request.htmx:
        context = {"link": made.link, "address": address, "headline": headline(made.link.query, load_catalogue())}
        return render(request, "wizard/share.html#made", context)
    status = HTTPStatus.SEE_OTHER
    if is_command_line(request):
        status = HTTPStatus.CREATED if made.made else HTTPStatus.OK
    return HttpResponse(f"{address}\n", content_type=TEXT, status=status, headers={"Location": path})


def _refused(request: HtmxHttpRequest, refusal: WizardError, given: dict[str, str]) -> HttpResponse:
    """Say why there is no short link, beside the form with what was written in it."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if is_command_line(request):
        response = _plain(refusal, status)
    else:
        context = {"reasons": told(refusal).splitlines(), "again": not isinstance(refusal, Refused), **given}
        template = "wizard/share.html#refused" if request.htmx else "wizard/share.html"
        response = render(request, template, context, status=status)
    return too_often(response, refusal) if isinstance(refusal, TooOften) else response


def _lost(request: HttpRequest) -> HttpResponse:
    if is_command_line(request):
        return _plain(NoSuchLink(), HTTPStatus.NOT_FOUND)
    return render(request, "wizard/short_link_lost.html", {"why": NoSuchLink()}, status=HTTPStatus.NOT_FOUND)


def _for_terminals(request: HttpRequest, link: ShortLink) -> dict[str, Any]:
    catalogue = load_catalogue()
    addresses = [absolute(request, reverse("short-link-file", args=[link.pk, each.filename])) for each in link.files]
    return {
        "link": link,
        "address": _address(request, link),
        "addresses": addresses,
        "making": absolute(request, reverse("short-links")),
        "wizard": absolute(request, to("wizard", query=link.query)),
        "headline": headline(link.query, catalogue),
        "today": today(link, catalogue),
    }


def _address(request: HttpRequest, link: ShortLink) -> str:
    return absolute(request, reverse("short-link", args=[link.pk]))


def _plain(refusal: WizardError, status: HTTPStatus) -> HttpResponse:
    """Tell a terminal; a refusal is asked for anew each time, for tomorrow there may be such a link."""
    return HttpResponse(f"{told(refusal)}\n", content_type=TEXT, status=status, headers={"Cache-Control": "no-cache"})
