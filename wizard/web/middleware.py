"""The one place where a refusal becomes a status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


class RefusalMiddleware:
    """Answers a refusal nobody handled, such as an empty catalogue, with its sentence and 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, _: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Write the refusal's own sentence."""
        if not isinstance(exception, WizardError):
            return None
        return HttpResponse(f"{exception}\n", content_type="text/plain; charset=utf-8", status=503)
