"""The headers every answer carries, and the one place where a refusal becomes a status."""

from __future__ import annotations

import logging
from http import HTTPMethod, HTTPStatus
from typing import TYPE_CHECKING, Final

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext_lazy as _

from wizard.answering.wording import told
from wizard.errors import WizardError
from wizard.web.limits import TooOften, too_often
from wizard.web.media_types import TEXT
from wizard.web.refusals import answered, not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger: Final = logging.getLogger(__name__)
AWAY: Final = _("The database does not answer at the moment. Nothing was changed; try again in a minute.")
HEADERS: Final = {
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "autoplay",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What Django has no setting for; a view that says otherwise, as one for other sites' pages may, is left alone."""


class HeadersMiddleware:
    """Adds the headers, to errors and files too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with them."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            del response["Content-Length"]  # it would be taken for that of what was not sent again (RFC 9110, 8.6)
        return response


class AskingAgainMiddleware(ConditionalGetMiddleware):
    """Gives what was found an ``ETag``, and answers 304 to whoever has it already; a refusal is told anew.

    Our views answer ``HEAD`` with what they answer ``GET``, and the server keeps the body back: so both have one tag.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Do for ``HEAD`` what Django does for ``GET`` alone."""
        if request.method == HTTPMethod.HEAD and isinstance(response, HttpResponse):
            if self.needs_etag(response) and not response.has_header("ETag"):
                set_response_etag(response)
            return get_conditional_response(request, etag=response.get("ETag"), response=response) or response
        return super().process_response(request, response)

    def needs_etag(self, response: HttpResponseBase) -> bool:
        """Whether an answer without a tag gets one."""
        return response.status_code == HTTPStatus.OK and super().needs_etag(response)


class RefusalMiddleware:
    """Answers a refusal nobody handled with its sentence: 405, 429 at a limit, 503 without a catalogue."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and say in words which methods are known where another one was used."""
        response = self.get_response(request)
        return not_allowed(request, response) if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Write the refusal's own sentence."""
        if isinstance(exception, TooOften):
            return _too_often(request, exception)
        if isinstance(exception, (InterfaceError, OperationalError)):
            logger.error("The database does not answer.", exc_info=exception)
            response = HttpResponse(f"{AWAY}\n", content_type=TEXT, status=HTTPStatus.SERVICE_UNAVAILABLE)
            response["Retry-After"] = "60"
            return response
        if not isinstance(exception, WizardError):
            return None
        return HttpResponse(f"{told(exception)}\n", content_type=TEXT, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _too_often(request: HttpRequest, refusal: TooOften) -> HttpResponse:
    """Answer a browser with a page and a program with a line; both are told when to come back."""
    return too_often(answered(request, refusal, "429.html", HTTPStatus.TOO_MANY_REQUESTS), refusal)
