"""What balancers and monitors ask, answered before anything can refuse them.

They call an instance by whatever address it has, on plain http: so neither ``ALLOWED_HOSTS`` nor the redirect to https
may come first, and a line in the log for each of them would bury the others.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from wizard.catalogue.loading import EmptyCatalogue, load_catalogue
from wizard.web.media_types import TEXT
from wizard.web.metrics import exposition

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger: Final = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(_: HttpRequest) -> HttpResponse:
    """Say that the process answers; where it does not, start another."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
@never_cache
def readyz(_: HttpRequest) -> HttpResponse:
    """Say whether this instance can be sent visitors, or what is missing until then."""
    missing = _missing()
    return HttpResponse(f"{missing or 'ready'}\n", content_type=TEXT, status=503 if missing else 200)


@require_safe
@never_cache
def metrics(_: HttpRequest) -> HttpResponse:
    """Answer Prometheus."""
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


PROBES: Final = {"healthz": healthz, "readyz": readyz, "metrics": metrics}


class ProbeMiddleware:
    """Answers the probes, first of all; ``/metrics`` only where the site is set to. They have no other route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe, and pass on everything else."""
        probe = PROBES.get(request.path_info.removeprefix("/"))
        if probe is None or (probe is metrics and not settings.METRICS_ENABLED):
            return self.get_response(request)
        return probe(request)


def _missing() -> str:
    """Return a sentence about the first thing that is not there."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            return f"The database lacks {waiting} migration{'s' * (waiting > 1)}. Run `manage.py migrate`."
        load_catalogue()
    except EmptyCatalogue as error:
        return str(error)
    except Error:
        logger.warning("not ready", exc_info=True)
        return "The database does not answer. The log says more."
    return ""
