"""The pages of "Check with uv": asking for a check, and its answer."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Concatenate, Final

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from wizard.answering.raw import Refused, configuration_of
from wizard.catalogue.loading import load_catalogue
from wizard.choices.decoding import decode
from wizard.web.answers import about
from wizard.web.asking import AskedTooOften, Busy, NotNow, Question, StillRunning, ask, tidy
from wizard.web.clients import client_of
from wizard.web.languages import to
from wizard.web.models import Check
from wizard.web.reading import reads

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from wizard.web.views import HtmxHttpRequest

STATUS: Final = {
    StillRunning: HTTPStatus.CONFLICT,
    AskedTooOften: HTTPStatus.TOO_MANY_REQUESTS,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
}


class SeeOther(HttpResponseRedirect):
    """Sends a browser on to the page that shows what its POST began."""

    status_code = HTTPStatus.SEE_OTHER


def where_enabled[**P](
    view: Callable[Concatenate[HtmxHttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HtmxHttpRequest, P], HttpResponse]:
    """Let a view not exist where the site runs no checks."""

    @wraps(view)
    def guarded(request: HtmxHttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.VERIFY_ENABLED:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@where_enabled
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
def check(request: HtmxHttpRequest) -> HttpResponse:
    """Offer to check a link; when posted, set the check going and send the visitor to its answer."""
    query = request.META.get("QUERY_STRING", "")
    try:
        link, revision = _asked(query)
        if request.method != "POST":
            return _page(request, {"link": link})
        now = timezone.now()
        tidy(now)
        found = ask(Question(link=link, revision=revision, client=client_of(request)), now)
    except Refused as refusal:
        return _page(request, {"link": query, "reasons": refusal.reasons}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow as refusal:
        context = {"link": link, "not_now": refusal}
        return _page(request, context, status=STATUS[type(refusal)], retry_after=refusal.retry_after)
    return SeeOther(to("check-answer", str(found.pk)))


@where_enabled
@reads
@never_cache
@vary_on_headers("HX-Request")
def answer(request: HtmxHttpRequest, key: UUID) -> HttpResponse:
    """Show how far a check is, or its answer; that there is none, where it is unknown or forgotten."""
    tidy(timezone.now())
    found = Check.objects.with_key(key).first()
    if found is None:
        return _page(request, {"gone": True, "link": ""}, status=HTTPStatus.NOT_FOUND)
    return _page(request, {"check": found, "link": found.link})


def _asked(query: str) -> tuple[str, int]:
    """Return a link's canonical form and the catalogue it was read with; raise ``Refused`` where it cannot be kept."""
    configuration = configuration_of(query, load_catalogue())
    return configuration.link, configuration.revision


def _page(
    request: HtmxHttpRequest, context: dict[str, Any], *, status: int = 200, retry_after: int = 0
) -> HttpResponse:
    template = "wizard/check.html#check" if request.htmx else "wizard/check.html"
    nameless = status in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND}
    whole = {} if request.htmx or nameless else _named(context)
    response = render(request, template, context | whole, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def _named(context: dict[str, Any]) -> dict[str, Any]:
    """Return what a check was about when it was answered; before that, what its link means today."""
    check = context.get("check")
    if check and not check.unfinished:
        return dict(check.result.get("about", {}))
    catalogue = load_catalogue()
    decoded = decode(context["link"], catalogue)
    return {} if decoded.notices else about(decoded.choices, catalogue)
