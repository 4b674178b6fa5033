"""Which refusal is which kind of problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from wizard.answering.raw import Refused
from wizard.answering.wording import told
from wizard.api.bodies import UnsupportedType
from wizard.api.problems import BY_SLUG, invalid, problem
from wizard.api.schemas.problems import Fault, Notice
from wizard.doctor.limits import TooMuch
from wizard.doctor.parsing import BrokenToml
from wizard.errors import WizardError
from wizard.rendering.description import plain
from wizard.sharing.presets import UnknownPreset
from wizard.sharing.words import UnfitWords
from wizard.web.doctor_asked import NotText, TooLarge
from wizard.web.limits import TooOften, too_often
from wizard.web.short_links import NoSuchLink

if TYPE_CHECKING:
    from ninja import NinjaAPI

KIND_OF: Final[tuple[tuple[type[Exception], str], ...]] = (
    (Refused, "impossible"),
    (BrokenToml, "unreadable-file"),
    (NotText, "unreadable-file"),
    (TooMuch, "unreadable-file"),
    (TooLarge, "too-large"),
    (UnsupportedType, "unsupported-media-type"),
    (TooOften, "too-many-requests"),
    (UnfitWords, "invalid"),
    (NoSuchLink, "not-found"),
    (UnknownPreset, "not-found"),
    (Http404, "not-found"),
    (HttpError, "malformed"),
    (WizardError, "unavailable"),
)
"""The first that fits counts."""


def answer_refusals(api: NinjaAPI) -> None:
    """Have every refusal answered as the problem it is; what is none of them is a mistake, and Django logs it."""
    api.add_exception_handler(ValidationError, _invalid)
    for refusal, _ in KIND_OF:
        api.add_exception_handler(refusal, _answer)


def _invalid(request: HttpRequest, refusal: Any) -> HttpResponse:
    return invalid(request, refusal.errors)


def _answer(request: HttpRequest, refusal: Any) -> HttpResponse:
    slug = next(slug for kind, slug in KIND_OF if isinstance(refusal, kind))
    response = problem(request, BY_SLUG[slug], told(refusal), **_members(refusal))
    return too_often(response, refusal) if isinstance(refusal, TooOften) else response


def _members(refusal: Exception) -> dict[str, Any]:
    """Return what a refusal knows beside its sentence."""
    match refusal:
        case Refused():
            reasons = zip(refusal.found, refusal.reasons, strict=False)
            notices = [Notice(code=one.code, sentence=reason, facts=plain(one.facts)) for one, reason in reasons]
            return {"notices": notices or None, "instead": refusal.instead or None}
        case BrokenToml():
            return {"line": refusal.line, "column": refusal.column}
        case UnfitWords():
            return {"errors": [Fault(where=["body", refusal.field], sentence=told(refusal))]}
        case NotText():
            return {"line": refusal.line}
    return {}
