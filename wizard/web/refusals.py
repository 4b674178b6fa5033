"""Why a request cannot be read, or leads nowhere, where no view says so: a page for people, a line for programs."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseNotFound, HttpResponseServerError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.defaults import server_error

from wizard.answering.wording import told
from wizard.errors import WizardError
from wizard.web.addresses import absolute
from wizard.web.clients import PAGE_VARIES, wants_page
from wizard.web.doctor_asked import TooLarge
from wizard.web.media_types import TEXT

if TYPE_CHECKING:
    from django.http import HttpRequest

logger: Final = logging.getLogger(__name__)
API: Final = "/api/"
"""What lies below is for programs, whoever asks."""
SELDOM: Final = 60
"""The seconds between two lines of the log about the same."""


class StrangeHost(WizardError):
    """The site was asked by a name it was not told of, or by none."""

    def __str__(self) -> str:
        return (
            "This site does not answer to the host it was asked by. "
            "If it should, whoever runs it adds that name to the setting ALLOWED_HOSTS."
        )


class TooManyFields(WizardError):
    """More fields than any form of ours has."""

    @property
    def most(self) -> int:
        """How many are read."""
        return settings.DATA_UPLOAD_MAX_NUMBER_FIELDS

    def __str__(self) -> str:
        return f"The body is a form of more than {self.most:,} fields, the most that are read here. Send fewer."


class BrokenForm(WizardError):
    """A body that is called a form and is none."""

    def __str__(self) -> str:
        return (
            "The body is no form that can be read: its boundary is missing, or there are too many files in it. "
            "Send it as curl -d or curl -F do."
        )


class StrangeAddress(WizardError):
    """What Django would rather not touch, such as a path that leads out of a folder."""

    def __str__(self) -> str:
        return (
            "Something in the address is not as it should be. "
            "The wizard itself takes any link and says what it could not use."
        )


class NothingHere(WizardError):
    """No address of ours; ``site`` is the wizard's."""

    def __init__(self, site: str) -> None:
        super().__init__(site)
        self.site = site

    def __str__(self) -> str:
        example = f"{self.site}?linux-x86_64=cu130&macos-arm64=pypi"
        return f"There is nothing at this address. Links of the wizard look like {example}; {self.site} shows its help."


class NoToken(WizardError):
    """A form came without its token, or with an old one."""

    def __str__(self) -> str:
        return (
            "Nothing was done: no token came along, or an old one. "
            "A browser has to allow this site's cookies and load the page again; the API needs no token."
        )


class OtherMethod(WizardError):
    """An address that is asked in another way, which ``allowed`` names."""

    def __init__(self, method: str, allowed: str) -> None:
        super().__init__(method, allowed)
        self.method = method
        self.allowed = allowed

    def __str__(self) -> str:
        return f"This address does nothing with {self.method}. It answers {self.allowed}."


class OurMistake(WizardError):
    """A mistake of ours, which Django has logged."""

    def __str__(self) -> str:
        return "The wizard made a mistake, and it has been written to the log. Trying again loses nothing."


REASONS: Final[tuple[tuple[type[Exception], type[WizardError]], ...]] = (
    (DisallowedHost, StrangeHost),
    (TooManyFieldsSent, TooManyFields),
    (TooManyFilesSent, BrokenForm),
    (MultiPartParserError, BrokenForm),
    (RequestDataTooBig, TooLarge),
    (Exception, StrangeAddress),
)
"""The first that fits counts."""


@dataclass(slots=True, kw_only=True)
class _Told:
    """When the log may hear again of a host that is none of ours."""

    again_at: float = 0


_told: Final = _Told()


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django could not read."""
    if isinstance(exception, DisallowedHost):
        _tell_of_hosts()
    refusal = next(refusal for kind, refusal in REASONS if isinstance(exception, kind))()
    return answered(request, refusal, "400.html", HTTPStatus.BAD_REQUEST)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django hands it by name
    """Answer at an address that is none of ours; the API says so in its own words."""
    if request.path_info.startswith(API):
        return HttpResponseNotFound()
    return answered(request, NothingHere(absolute(request, reverse("wizard"))), "404.html", HTTPStatus.NOT_FOUND)


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's own word for it
    """Answer a form that cannot be known to be its visitor's own."""
    return answered(request, NoToken(), "403_csrf.html", HTTPStatus.FORBIDDEN)


def not_allowed(request: HttpRequest, empty: HttpResponse) -> HttpResponse:
    """Say what Django's answer to a wrong method leaves to its headers; the API says so in its own words."""
    if request.path_info.startswith(API):
        return empty
    allowed = empty["Allow"]
    response = answered(request, OtherMethod(str(request.method), allowed), "405.html", HTTPStatus.METHOD_NOT_ALLOWED)
    response["Allow"] = allowed
    return response


def mistaken(request: HttpRequest) -> HttpResponse:
    """Answer where the wizard failed; its page is rendered without the request, whose parts may be what failed."""
    if request.path_info.startswith(API):
        return HttpResponseServerError()
    if wants_page(request):
        return server_error(request)
    return answered(request, OurMistake(), "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def answered(request: HttpRequest, refusal: WizardError, template: str, status: HTTPStatus) -> HttpResponse:
    """Tell a browser on a page, and a program in a line."""
    if wants_page(request) and not request.path_info.startswith(API):
        response = render(request, template, {"refusal": refusal}, status=status)
    else:
        response = HttpResponse(f"{told(refusal)}\n", content_type=TEXT, status=status)
    patch_vary_headers(response, PAGE_VARIES)
    return response


def _tell_of_hosts() -> None:
    """Log it, but never the name, which anybody may choose; and seldom, for scanners ask by many."""
    now = monotonic()
    if now >= _told.again_at:
        _told.again_at = now + SELDOM
        logger.warning("refused: a host that is not in ALLOWED_HOSTS")
