"""What a larger catalogue costs: ``uv run python -m tests.bench.bench_catalogue_size``.

The shipped wheels are copied under other versions, as nightly builds and other packages would swell the tables; with
``--releases`` each copy is a torch release too, so that the pages grow as well. Every size is measured in a process of
its own, beside an empty view in the same turns. Nothing is asserted but that every request was answered.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection

from tests.bench.inside import Site
from tests.bench.links import TYPICAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.catalogue.models import Release

WARM_REQUESTS: Final = 300
COPY: Final = """
    INSERT INTO catalogue_wheel (index_id, package, version, build_tag, python_tag, abi_tag, platform_tag, size_bytes,
                                 listed_from_root, removed, evidence)
    SELECT index_id, package,
           '0.' || %s || '.' || replace(substr(version, 1, instr(version || '+', '+') - 1), '.', '0')
                || substr(version, instr(version || '+', '+')),
           build_tag, python_tag, abi_tag, platform_tag, size_bytes, listed_from_root, removed, evidence
    FROM catalogue_wheel WHERE id <= %s
"""
COLUMNS: Final = (
    ("times", "", "{:,.0f}"),
    ("wheels", "", "{:,.0f}"),
    ("releases", "", "{:,.0f}"),
    ("load", "s", "{:.1f}"),
    ("empty", "ms", "{:.3f}"),
    ("preview", "ms", "{:.3f}"),
    ("preview/empty", "", "{:.2f}"),
    ("matrix", "ms", "{:.3f}"),
    ("matrix/empty", "", "{:.2f}"),
    ("first preview", "ms", "{:.0f}"),
    ("first matrix", "ms", "{:.0f}"),
    ("queries", "warm", "{:.0f}"),
)


def main() -> None:
    """Measure each size in turn and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 50], help="how many times the shipped wheels")
    parser.add_argument("--releases", action="store_true", help="make each copy a torch release too")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        sys.stdout.write(json.dumps(_measure(given.times[0], releases=given.releases)))
        return
    more = ["--releases"] if given.releases else []
    _print([_in_a_process_of_its_own(times, more) for times in given.times])


def _in_a_process_of_its_own(times: int, more: Sequence[str]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.bench_catalogue_size", "--one", "--times", str(times), *more]
    measured: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return measured


def _measure(times: int, *, releases: bool) -> dict[str, float]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    with tempfile.TemporaryDirectory() as name:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(name) / 'bench.sqlite3'}"
        os.environ["CATALOGUE_CHECK_SECONDS"] = "3600"
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_catalogue", stdout=sys.stderr)
        call_command("collectstatic", interactive=False, verbosity=0)
        _grow(times, releases=releases)
        return {"times": times, **_sizes(), **_latencies(Site(get_wsgi_application()))}


def _grow(times: int, *, releases: bool) -> None:
    from wizard.catalogue.models import Release, Wheel  # noqa: PLC0415  (needs Django)

    last = Wheel.objects.latest("id").pk
    shipped = list(Release.objects.all())
    for number in range(1, times):
        with connection.cursor() as cursor:
            cursor.execute(COPY, [number, last])
        for release in shipped if releases else ():
            _copy_release(release, number)


def _copy_release(release: Release, number: int) -> None:
    """Make the copied wheels of a release and of its pairs a release."""
    from wizard.catalogue.models import Pairing  # noqa: PLC0415  (needs Django)

    pairings = list(release.pairings.all())
    release.pk, release.torch = None, _copied(release.torch, number)
    release.save()
    copies = [
        Pairing(release=release, package_id=one.package_id, version=_copied(one.version, number)) for one in pairings
    ]
    Pairing.objects.bulk_create(copies)


def _copied(version: str, number: int) -> str:
    return f"0.{number}.{version.replace('.', '0')}"


def _sizes() -> dict[str, float]:
    from wizard.catalogue.loading import forget_catalogue, load_catalogue  # noqa: PLC0415  (needs Django)
    from wizard.catalogue.models import Release, Wheel  # noqa: PLC0415

    forget_catalogue()
    started = perf_counter()
    load_catalogue()
    return {"load": perf_counter() - started, "wheels": Wheel.objects.count(), "releases": Release.objects.count()}


def _latencies(site: Site) -> dict[str, float]:
    site.milliseconds("/empty")
    first = {"first preview": site.milliseconds("/", TYPICAL), "first matrix": site.milliseconds("/matrix/")}
    turns = [
        (site.milliseconds("/empty"), site.milliseconds("/", TYPICAL), site.milliseconds("/matrix/"))
        for _ in range(WARM_REQUESTS)
    ]
    empty, preview, matrix = (median(times) for times in zip(*turns, strict=True))
    return {
        **first,
        "empty": empty,
        "preview": preview,
        "matrix": matrix,
        "preview/empty": preview / empty,
        "matrix/empty": matrix / empty,
        "queries": site.queries("/", TYPICAL, 50) + site.queries("/matrix/", "", 50),
    }


def _print(measured: Sequence[dict[str, float]]) -> None:
    rows = [[f"{name} {unit}".strip() for name, unit, _ in COLUMNS]]
    rows += [[shape.format(one[name]) for name, _, shape in COLUMNS] for one in measured]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        sys.stdout.write("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + "\n")
    flat = [one["preview/empty"] / measured[0]["preview/empty"] for one in measured]
    sys.stdout.write(f"preview/empty against the first line: {', '.join(f'{ratio:.2f}' for ratio in flat)}\n")


if __name__ == "__main__":
    main()
