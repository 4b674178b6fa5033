"""What ninja does not see: errors of Django's below ``/api/``, and requests for the headers alone."""

from __future__ import annotations

from http import HTTPMethod, HTTPStatus
from typing import TYPE_CHECKING

from wizard.api.problems import CONTENT_TYPE, kind_of, problem
from wizard.web.media_types import PLAIN
from wizard.web.refusals import API

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ApiMiddleware:
    """Gives whatever goes wrong below ``/api/`` the shape of a problem, and keeps the body of a ``HEAD`` back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and look at what comes back."""
        response = self.get_response(request)
        if not request.path_info.startswith(API):
            return response
        if response.status_code >= HTTPStatus.BAD_REQUEST and response["Content-Type"] != CONTENT_TYPE:
            _reshape(request, response)
        if request.method == HTTPMethod.HEAD:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


def _reshape(request: HttpRequest, response: HttpResponse) -> None:
    """Turn an answer into a problem; its other headers, such as ``Allow``, stay."""
    kind = kind_of(response.status_code, response.reason_phrase)
    told = response.content.decode().strip() if response["Content-Type"].startswith(PLAIN) else ""
    shaped = problem(request, kind, told or str(kind.meaning))
    response.content = shaped.content
    response["Content-Length"] = str(len(shaped.content))
    for name in ("Content-Type", "Cache-Control"):
        response[name] = shaped[name]
