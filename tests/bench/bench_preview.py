"""What a preview costs beside an empty view: ``uv run python -m tests.bench.bench_preview``.

Ratios are what to compare; seconds belong to the machine. Nothing is asserted but that every request was answered.
"""

from __future__ import annotations

import argparse
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
from tests.bench.outside import CLIENTS, first_load, serving, throughput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Row = tuple[str, str, str, str]
WARM_REQUESTS = 200
EMPTY_REQUESTS = 4000


def main() -> None:
    """Measure in this process, then through gunicorn, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each throughput is measured")
    parser.add_argument("--links", type=int, default=300, help="how many different links are asked for")
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_catalogue", stdout=sys.stderr)
        call_command("collectstatic", interactive=False, verbosity=0)
        links = distinct_links(given.links)
        inside = _inside(Site(get_wsgi_application()), links)
        with serving(folder) as port:
            _print([("", "empty view", "preview", "ratio"), *inside, *_outside(port, links, given.rounds)])


def _inside(site: Site, links: list[str]) -> Iterator[Row]:
    site.milliseconds("/", TYPICAL)
    warm = list(alternating(site, "/", [TYPICAL] * WARM_REQUESTS))
    cold = list(alternating(site, "/", links))
    yield _times("in process, one link again and again, ms", warm)
    yield _times("in process, a different link each time, ms", cold)
    yield "database queries in 100 warm requests", "", str(site.queries("/", TYPICAL, 100)), ""


def _times(label: str, pairs: Iterable[tuple[float, float]]) -> Row:
    empty, preview = (median(times) for times in zip(*pairs, strict=True))
    return label, f"{empty:.2f}", f"{preview:.2f}", f"{preview / empty:.1f}x slower"


def _outside(port: int, links: list[str], rounds: int) -> Iterator[Row]:
    warm = [f"/?{TYPICAL}"] * WARM_REQUESTS
    empty = ["/empty"] * EMPTY_REQUESTS
    first = throughput(port, [f"/?{link}" for link in links])
    throughput(port, warm)
    turns = [(throughput(port, empty), throughput(port, warm)) for _ in range(rounds)]
    yield _rates("gunicorn, one link, requests/s", *(median(rates) for rates in zip(*turns, strict=True)))
    yield _rates("gunicorn, a different link each time, requests/s", median(rate for rate, _ in turns), first)
    load = first_load(port, "/")
    yield f"first load: requests (page {load.page.encoding})", "", str(load.requests), ""
    yield "first load: page, bytes as sent", "", f"{len(load.page.body):,}", ""
    yield "first load: everything, bytes as sent", "", f"{load.sent:,}", ""


def _rates(label: str, empty: float, preview: float) -> Row:
    return f"{label} ({CLIENTS} clients)", f"{empty:.0f}", f"{preview:.0f}", f"{empty / preview:.1f}x fewer"


def _print(rows: list[Row]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for label, *cells in rows:
        right = "  ".join(cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        sys.stdout.write(f"{label.ljust(widths[0])}  {right}".rstrip() + "\n")


if __name__ == "__main__":
    main()
