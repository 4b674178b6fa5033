"""What Prometheus may count: requests by route and status, how long they took, and how the catalogue and links stand.

Counters lie in files that all workers of one ``serve`` share (prometheus-client's multiprocess mode); what the
database knows is asked when it is scraped, so it is the same on every machine.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from django.db import Error
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from wizard.catalogue.loading import EmptyCatalogue, load_freshness
from wizard.catalogue.models import Revision
from wizard.sharing.models import ShortLink
from wizard.web.counters import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUESTS: Final = Counter("wizard_requests", "Requests answered.", ["route", "method", "status"], registry=None)
SECONDS: Final = Histogram(
    "wizard_request_seconds",
    "How long answering took.",
    ["route"],
    registry=None,
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)


class SiteCollector(Collector):
    """What the database knows."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask for it now; moments are seconds since 1970, so that Prometheus can work out ages itself."""
        try:
            known = list(_known())
        except (Error, EmptyCatalogue):
            known = []
        yield GaugeMetricFamily("wizard_database_up", "Whether the database answers with a catalogue.", bool(known))
        yield from known


def _known() -> Iterator[GaugeMetricFamily]:
    freshness = load_freshness()
    made = Revision.objects.get(pk=freshness.revision).created_at
    yield GaugeMetricFamily("wizard_catalogue_revision", "The revision served.", freshness.revision)
    yield GaugeMetricFamily("wizard_catalogue_made_seconds", "When it was made.", made.timestamp())
    if freshness.checked_at:
        checked = freshness.checked_at.timestamp()
        yield GaugeMetricFamily("wizard_catalogue_checked_seconds", "When the indexes last agreed to it.", checked)
    yield GaugeMetricFamily("wizard_short_links", "Short links kept.", ShortLink.objects.count())


def observe(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one request."""
    REQUESTS.labels(route, method, status).inc()
    SECONDS.labels(route).observe(seconds)


def exposition() -> bytes:
    """Return everything in Prometheus's text format."""
    registry = CollectorRegistry()
    if SHARED in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REQUESTS)
        registry.register(SECONDS)
    registry.register(SiteCollector())
    return generate_latest(registry)
