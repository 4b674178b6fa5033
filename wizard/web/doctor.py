"""The doctor's addresses: a page with a form, and the same for ``curl``; what they are sent is never stored."""

from __future__ import annotations

from http import HTTPStatus
from importlib import import_module
from inspect import getdoc
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from wizard.answering.sentences import Sentences
from wizard.answering.wording import told, worded, worded_or
from wizard.catalogue.loading import load_catalogue
from wizard.doctor.explaining import known_errors
from wizard.doctor.limits import TooMuch
from wizard.doctor.rules import RULES
from wizard.web.clients import is_command_line
from wizard.web.doctor_asked import Asked, NotText, TooLarge, asked, too_large
from wizard.web.doctor_page import DoctorPage, doctor_page
from wizard.web.doctor_raw import examine_body, explain_body
from wizard.web.doctor_words import LABELS, NAME, SCRIPT
from wizard.web.frame import frame
from wizard.web.limits import DOCTOR, TooOften, count, too_often
from wizard.web.media_types import TEXT
from wizard.web.reading import reads

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wizard.doctor.findings import Rule
    from wizard.web.views import HtmxHttpRequest

PAGE: Final = "wizard/doctor.html"
FORM: Final = "multipart/form-data"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request", "Accept", "User-Agent")
def doctor(request: HtmxHttpRequest) -> HttpResponse:
    """Show the form, answer it, or examine a file that is the whole body of the request.

    A body needs no token: an answer changes nothing, keeps nothing and depends on no cookie, and another site that
    makes a visitor's browser send one cannot read it. Our form is held to its token all the same.
    """
    if request.method == "POST":
        form = request.content_type == FORM and not is_command_line(request)
        return _answer(request) if form else examine_body(request)
    if is_command_line(request):
        return HttpResponse(worded("texts/doctor-help.txt", {}, request), content_type=TEXT)
    return _page(request, DoctorPage(asked=Asked()))


@require_POST
@never_cache
@csrf_protect
def download(request: HttpRequest) -> HttpResponse:
    """Answer with the text the form carries, as a file to keep."""
    if too_large(request):
        return HttpResponse(f"{told(TooLarge())}\n", content_type=TEXT, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    found = asked(request)
    response = HttpResponse(found.text.encode(), content_type=TEXT)
    response["Content-Disposition"] = f'attachment; filename="{SCRIPT if request.POST.get("script") else NAME}"'
    return response


@reads
@cache_control(no_cache=True)
def rules(request: HttpRequest) -> HttpResponse:
    """Show every rule with its reason."""
    known = [(rule, LABELS[rule.severity], rule.mend is not None, _reason(rule)) for rule in RULES]
    return render(request, "wizard/doctor_rules.html", {"rules": known, "frame": frame()})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def errors(request: HttpRequest) -> HttpResponse:
    """Show every error that is known; explain a text that is the whole body, which needs no token, as above."""
    if request.method == "POST":
        return explain_body(request)
    sentences = Sentences(load_catalogue())
    known = [(error, *sentences.known_error(error)) for error in known_errors()]
    return render(request, "wizard/doctor_errors.html", {"errors": known, "rules": _codes(), "frame": frame()})


@csrf_protect
def _answer(request: HtmxHttpRequest) -> HttpResponse:
    """Answer the form with the page; people are told on it what could not be done."""
    try:
        given = asked(request)
        count(request, DOCTOR)
        return _page(request, doctor_page(given, load_catalogue()))
    except TooOften as refusal:  # the page keeps what was typed
        return too_often(_page(request, DoctorPage(asked=given, refusal=refusal)), refusal)
    except TooLarge as refusal:
        return _page(request, DoctorPage(asked=Asked(), refusal=refusal), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except (NotText, TooMuch) as refusal:
        return _page(request, DoctorPage(asked=Asked(), refusal=refusal), HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(request: HtmxHttpRequest, page: DoctorPage, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    template = f"{PAGE}#doctor" if request.htmx else PAGE
    return render(request, template, {"page": page, "frame": frame()}, status=status)


def _reason(rule: Rule) -> list[str]:
    """Return the paragraphs in which a rule's module, or its translation, says why it matters."""
    module = import_module(f"wizard.doctor.rules.{rule.code.replace('-', '_')}")
    reason = worded_or(f"rules/{rule.code}.txt", getdoc(module) or "")
    return [" ".join(part.split()) for part in reason.replace("``", "").split("\n\n")]


def _codes() -> frozenset[str]:
    return frozenset(rule.code for rule in RULES)
