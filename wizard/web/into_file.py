"""Putting the wizard's choices into a file somebody has: what would change, side by side, and the whole of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from wizard.answering.configuring import configured
from wizard.answering.raw import Refused, configuration_of
from wizard.answering.sentences import Sentences
from wizard.catalogue.loading import load_catalogue
from wizard.doctor.differing import hunks
from wizard.doctor.patching import apply
from wizard.doctor.patching.joining import join
from wizard.errors import WizardError
from wizard.web.answers import about
from wizard.web.doctor_asked import Asked, asked
from wizard.web.frame import frame
from wizard.web.limits import DOCTOR, TooOften, count, too_often

if TYPE_CHECKING:
    from django.http import HttpResponse

    from wizard.web.views import HtmxHttpRequest


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
def into_file(request: HtmxHttpRequest) -> HttpResponse:
    """Ask for a file, and show what a link makes of it."""
    catalogue = load_catalogue()
    query = request.META.get("QUERY_STRING", "")
    try:
        configuration = configuration_of(query, catalogue)
    except Refused as refusal:
        return _page(request, {"link": query, "reasons": refusal.reasons}, HTTPStatus.UNPROCESSABLE_ENTITY)
    context = {"link": configuration.link, **about(configuration.choices, catalogue)}
    if request.method != "POST":
        return _page(request, context | {"asked": Asked()})
    try:
        given = asked(request)
        count(request, DOCTOR)
        joined = join(given.text, configuration.choices, catalogue)
        text = apply(given.text, configured(joined.choices, catalogue), catalogue)
    except TooOften as refusal:  # the page keeps what was typed
        return too_often(_page(request, context | {"asked": given, "refusal": refusal}), refusal)
    except WizardError as refusal:
        return _page(request, context | {"asked": Asked(), "refusal": refusal})
    found = Asked(text=text, before=given.text)
    context |= {"joined": joined, "told": [*map(Sentences(catalogue).notice, joined.notices)]}
    return _page(request, context | {"asked": found, "hunks": hunks(found.before, found.text), "done": True})


def _page(request: HtmxHttpRequest, context: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    template = "wizard/into_file.html#into" if request.htmx else "wizard/into_file.html"
    return render(request, template, context | {"frame": frame()}, status=status)
