"""One line of the log and one measurement for every request: what was asked for, by route, and how it was answered."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import TYPE_CHECKING, Final

from django.conf import settings

from wizard.logs import UNKNOWN, route_of
from wizard.web import metrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger: Final = logging.getLogger("wizard.access")
METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
STATIC: Final = "static"


class AccessMiddleware:
    """Measures everything below it; no address, no path, no query and no text of anybody's leaves it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then tell."""
        begun = perf_counter()
        response = self.get_response(request)
        seconds = perf_counter() - begun
        method = request.method if request.method in METHODS else "other"
        route = _route(request)
        facts = {"method": method, "route": route, "status": response.status_code, "ms": round(seconds * 1000, 1)}
        logger.info("%s %s %s, %s ms", *facts.values(), extra={"facts": facts})
        if settings.METRICS_ENABLED:
            metrics.observe(route=route, method=str(method), status=response.status_code, seconds=seconds)
        return response


def _route(request: HttpRequest) -> str:
    """Return the name of the address; whitenoise answers for the files before any is looked up."""
    route = route_of(request)
    return STATIC if route == UNKNOWN and request.path.startswith(settings.STATIC_URL) else route
