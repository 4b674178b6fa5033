"""Measure the table of minimum uv versions anew: ``python -m tests.minimum_uv``, a quarter of an hour.

Every probe is tried with the releases it takes to find the first right one, then with the next ten and the last patch
of every later minor version. Some 70 releases of uv go into a temporary folder, 4 GB.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import django
from django.core.management import call_command

from tests.minimum_uv.probes import PROBES
from tests.minimum_uv.releases import Shelf, published
from tests.minimum_uv.searching import search
from tests.minimum_uv.trying import failure, question
from tests.replica import Replica
from wizard.configuration.minimum_uv import TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.minimum_uv.searching import Found
    from wizard.catalogue.facts import Catalogue

COLUMNS: Final = ("feature", "version", "before", "failure", "regressed")


def main() -> None:
    """Measure with a catalogue database of its own, and write the table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "wizard.settings"
    with tempfile.TemporaryDirectory(prefix="minimum-uv-") as name:
        folder = Path(name)
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'catalogue.sqlite3'}"
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_catalogue", stdout=sys.stderr)
        from wizard.catalogue.loading import load_catalogue  # noqa: PLC0415  (imports models, so Django comes first)

        _write(_measured(Shelf(folder=folder), load_catalogue()))


def _measured(shelf: Shelf, catalogue: Catalogue) -> Mapping[str, Found]:
    releases = published()

    def measured(link: str) -> Found:
        asked = question(link, catalogue, replica.base_url)
        found = search(releases, cache(lambda release: failure(asked, shelf.program(release), shelf.cache)))
        sys.stderr.write(f"{link}: {found.version}\n")
        return found

    with Replica() as replica, ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return dict(zip(PROBES, pool.map(measured, PROBES.values()), strict=True))


def _write(found: Mapping[str, Found]) -> None:
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        file.write("# Measured by `python -m tests.minimum_uv`; not to be edited.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for feature, one in found.items():
            writer.writerow((feature, one.version, one.before, one.failure, " ".join(one.regressed)))


if __name__ == "__main__":
    main()
