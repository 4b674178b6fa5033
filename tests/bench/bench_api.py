"""What an answer of the API costs beside an empty view and the page: ``uv run python -m tests.bench.bench_api``.

Ratios are what to compare; seconds belong to the machine. Nothing is asserted but that every request was answered.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from tests.bench.inside import Site, alternating
from tests.bench.links import TYPICAL, distinct_links
from wizard.choices.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WARM = 200
COLD = 200
CONFIGURATION = "/api/v1/configuration"


def main() -> None:
    """Measure in this process, and print one table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    with tempfile.TemporaryDirectory() as name:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(name) / 'bench.sqlite3'}"
        os.environ["LOG_LEVEL"] = "ERROR"
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_catalogue", stdout=sys.stderr)
        call_command("collectstatic", interactive=False, verbosity=0)
        site = Site(get_wsgi_application())
        for label, path, queries in _asked():
            site.milliseconds(path, queries[0])
            empty, asked = _medians(site, path, queries)
            sys.stdout.write(f"{label:<46}{empty:8.2f} ms{asked:8.2f} ms{asked / empty:8.1f}x an empty view\n")
        asked_database = site.queries(CONFIGURATION, TYPICAL, 100)
        sys.stdout.write(f"database queries of 100 warm configurations: {asked_database}\n")


def _asked() -> Iterator[tuple[str, str, list[str]]]:
    """Yield what is measured; the page and the API get other links, since what one works out the next one finds."""
    from wizard.catalogue.loading import load_catalogue  # noqa: PLC0415  # not before Django is set up

    catalogue = load_catalogue()
    possible = [link for link in distinct_links(4 * COLD) if not decode(link, catalogue).notices]
    yield "the page, one link", "/", [TYPICAL] * WARM
    yield "a configuration, one link", CONFIGURATION, [TYPICAL] * WARM
    yield "the page, a different link each time", "/", possible[: 2 * COLD : 2]
    yield "a configuration, a different link each time", CONFIGURATION, possible[1 : 2 * COLD : 2]
    yield "the catalogue", "/api/v1/catalogue", [""] * WARM
    yield "100 cells", "/api/v1/cells", ["limit=100"] * WARM
    yield "the OpenAPI document", "/api/v1/openapi.json", [""] * WARM


def _medians(site: Site, path: str, queries: Sequence[str]) -> tuple[float, float]:
    empty, asked = (median(times) for times in _columns(alternating(site, path, queries)))
    return empty, asked


def _columns(pairs: Iterator[tuple[float, float]]) -> tuple[Sequence[float], ...]:
    return tuple(zip(*pairs, strict=True))


if __name__ == "__main__":
    main()
