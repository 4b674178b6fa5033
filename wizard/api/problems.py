"""Every error has one shape (RFC 9457): a refusal becomes a problem here, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wizard.api.faults import sentence_of
from wizard.api.schemas.problems import Fault, Problem
from wizard.web.addresses import absolute

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrPromise

CONTENT_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of problem: the slug that names it, if one does, its status, and what it means for whoever asked."""

    slug: str
    status: int
    title: StrPromise | str
    meaning: StrPromise | str


KINDS: Final = (
    Kind(
        slug="malformed",
        status=HTTPStatus.BAD_REQUEST,
        title=_("The request cannot be read"),
        meaning=_(
            "The body is no JSON, or empty, or the request itself is broken. Correct it before you send it again."
        ),
    ),
    Kind(
        slug="not-found",
        status=HTTPStatus.NOT_FOUND,
        title=_("There is nothing at this address"),
        meaning=_("No operation has this path, or nothing is kept under this id."),
    ),
    Kind(
        slug="method-not-allowed",
        status=HTTPStatus.METHOD_NOT_ALLOWED,
        title=_("This address does not answer that method"),
        meaning=_("The header Allow names the methods it answers."),
    ),
    Kind(
        slug="too-large",
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        title=_("The body is too large"),
        meaning=_("No project file is as large as this."),
    ),
    Kind(
        slug="unsupported-media-type",
        status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        title=_("A body of this type is not read here"),
        meaning=_("The operation lists the types it reads."),
    ),
    Kind(
        slug="impossible",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=_("This cannot be had"),
        meaning=_(
            "Something was asked for that does not exist, or not together. Nothing is guessed: notices say what and "
            "why, with the codes and the sentences of the wizard's page, and instead, where there is any, is the link "
            "that page would fall back to."
        ),
    ),
    Kind(
        slug="invalid",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=_("This is not as the schema says"),
        meaning=_("Errors names each field, and what it should be."),
    ),
    Kind(
        slug="unreadable-file",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        title=_("The file cannot be read"),
        meaning=_("It is no TOML, no UTF-8, or has more in it than is examined; line and column say where."),
    ),
    Kind(
        slug="too-many-requests",
        status=HTTPStatus.TOO_MANY_REQUESTS,
        title=_("Too many requests"),
        meaning=_("The header Retry-After says after how many seconds there is room again."),
    ),
    Kind(
        slug="internal",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        title=_("Something went wrong here"),
        meaning=_("A mistake of this site's, not of yours. It is in the site's log."),
    ),
    Kind(
        slug="unavailable",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        title=_("This site cannot answer now"),
        meaning=_("It has no catalogue yet, or cannot reach what it needs. Ask again later."),
    ),
)
BY_SLUG: Final = {kind.slug: kind for kind in KINDS}
BY_STATUS: Final = {kind.status: kind for kind in reversed(KINDS)}
BLANK: Final = "about:blank"
"""The type of a problem of which no more is known than its status (RFC 9457, 4.2.1)."""


def kind_of(status: int, phrase: str) -> Kind:
    """Return the kind a status is of; one that is none of them keeps its number, and has its phrase for a title."""
    meaning = _("No more is known of this than its status.")
    return BY_STATUS.get(status) or Kind(slug="", status=status, title=phrase, meaning=meaning)


def problem(request: HttpRequest, kind: Kind, detail: str, **members: Any) -> HttpResponse:
    """Answer with a problem; ``members`` are further fields of ``Problem``."""
    said = Problem(
        type=f"{_docs(request)}#{kind.slug}" if kind.slug else BLANK,
        title=str(kind.title),
        status=kind.status,
        detail=detail,
        instance=request.path,
        **members,
    )
    content = said.model_dump_json(exclude_none=True)
    return HttpResponse(content, content_type=CONTENT_TYPE, status=kind.status, headers={"Cache-Control": "no-store"})


def _docs(request: HttpRequest) -> str:
    """Return where kinds are explained; as a path alone, where the host that was asked for is none of ours."""
    path = reverse("api-docs")
    try:
        return absolute(request, path)
    except DisallowedHost:
        return path


def invalid(request: HttpRequest, errors: list[dict[str, Any]]) -> HttpResponse:
    """Answer with the fields that are not as the schema says."""
    faults = [Fault(where=list(error["loc"]), sentence=sentence_of(error)) for error in errors]
    detail = " ".join(f"{'.'.join(map(str, fault.where))}: {fault.sentence}" for fault in faults)
    return problem(request, BY_SLUG["invalid"], detail, errors=faults)
