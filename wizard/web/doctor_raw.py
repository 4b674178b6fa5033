"""The doctor for ``curl``: a file or uv's words as the body of a request, a report as the answer, honest statuses."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from wizard.answering.wording import listed, told
from wizard.catalogue.loading import load_catalogue
from wizard.doctor.limits import TooMuch
from wizard.doctor.parsing import BrokenToml
from wizard.web.doctor_asked import NotText, TooLarge, decoded, too_large
from wizard.web.doctor_reports import REPORTS, broken_as, errors_as
from wizard.web.doctor_words import NAME, examined, explained
from wizard.web.limits import DOCTOR, count
from wizard.web.media_types import JSON, TEXT, is_text

if TYPE_CHECKING:
    from django.http import HttpRequest

COMMAND: Final = f"curl --data-binary @{NAME}"


def examine_body(request: HttpRequest) -> HttpResponse:
    """Answer with what was found in a file; 422 where it cannot be read, with the line and column."""
    form = _form(request)
    if refusal := _refusal(request, form):
        return refusal
    try:
        text = decoded(request.body, NAME)
        count(request, DOCTOR)
        return _answer(REPORTS[form](examined(text, load_catalogue())), form)
    except BrokenToml as error:
        return _answer(broken_as(form, NAME, error), form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (NotText, TooMuch) as error:
        return _plain(told(error), HTTPStatus.UNPROCESSABLE_ENTITY)


def explain_body(request: HttpRequest) -> HttpResponse:
    """Answer with what uv's words mean."""
    form = _form(request)
    if refusal := _refusal(request, form):
        return refusal
    count(request, DOCTOR)
    said = request.body.decode(errors="replace")
    return _answer(errors_as(form, explained(said, load_catalogue())), form)


def _form(request: HttpRequest) -> str:
    wants_json = JSON in request.headers.get("Accept", "")
    return request.GET.get("format") or ("json" if wants_json else "text")


def _refusal(request: HttpRequest, form: str) -> HttpResponse | None:
    """Return why a body is not read at all."""
    if form not in REPORTS:
        return _plain(
            _("There is no format %(form)r. Use one of %(known)s.") % {"form": form, "known": listed(REPORTS)},
            HTTPStatus.BAD_REQUEST,
        )
    kind = request.content_type or ""
    if not is_text(kind):
        unread = _("A body of %(kind)s is not read here. Send the file itself: %(command)s")
        return _plain(unread % {"kind": kind, "command": COMMAND}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if too_large(request) or length > settings.DOCTOR_MAX_BYTES:
        return _plain(told(TooLarge()), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not length:
        empty = _("There is nothing in the body. Send the file: %(command)s")
        return _plain(empty % {"command": COMMAND}, HTTPStatus.BAD_REQUEST)
    return None


def _answer(text: str, form: str, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    kind = JSON if form == "json" else TEXT
    return HttpResponse(text, content_type=kind, status=status)


def _plain(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type=TEXT, status=status)
