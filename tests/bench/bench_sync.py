"""What a sync costs beside merely downloading the same pages: ``python -m tests.bench.bench_sync [--delay 0.05]``.

Every line is a ratio within one run. The replica runs in a process of its own and waits ``--delay`` seconds before each
answer, as an index on the internet does; without a delay a download over loopback costs nearly nothing, and the ratio
only tells how long parsing takes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

AT_ONCE = 8


def serve(told: Connection, delay: float) -> None:
    """Serve every published wheel until the other side hangs up."""
    from tests.replica import Replica  # noqa: PLC0415  only in this process
    from tests.replica.faults import Fault  # noqa: PLC0415

    with Replica(complete=True) as replica:
        replica.faults["/"] = Fault(delay=delay)
        told.send((replica.base_url, replica.pypi_url))
        told.recv()


@contextmanager
def indexes(delay: float) -> Iterator[tuple[str, str]]:
    """Run the replica in a process of its own."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(there, delay))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def seconds(work: Callable[[], Any]) -> float:
    """Measure one run."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main(delay: float) -> None:
    """Load the shipped catalogue into a new database, and sync it."""
    with tempfile.TemporaryDirectory() as folder, indexes(delay) as (base_url, pypi_url):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "wizard.settings",
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'db.sqlite3'}",
            "PYTORCH_INDEX_BASE_URL": base_url,
            "PYPI_INDEX_URL": pypi_url,
        }
        measure(delay)


def measure(delay: float) -> None:
    """Print what a first sync, one without news and a mere download take."""
    import django  # noqa: PLC0415  the settings are only now known

    django.setup()
    from pypi_simple import ACCEPT_JSON_PREFERRED, PyPISimple  # noqa: PLC0415

    from wizard.catalogue import shipped  # noqa: PLC0415
    from wizard.catalogue.index import PYPI, Page, Validators  # noqa: PLC0415
    from wizard.catalogue.models import Accelerator, ReadPage  # noqa: PLC0415
    from wizard.catalogue.reading import Pace, read_pages  # noqa: PLC0415
    from wizard.catalogue.storing import set_up_if_missing  # noqa: PLC0415
    from wizard.catalogue.sync import synchronise  # noqa: PLC0415
    from wizard.web.syncing import web_order  # noqa: PLC0415

    set_up_if_missing()
    order = web_order()
    packages = shipped.table("packages.toml")["oldest"]
    pages = [Page(slug, package) for slug in Accelerator.objects.index_slugs() for package in packages]
    base = {slug: f"{os.environ['PYTORCH_INDEX_BASE_URL']}/{slug}/" for slug in {page.index for page in pages}}
    address = base | {PYPI: f"{os.environ['PYPI_INDEX_URL']}/"}
    clients = {slug: PyPISimple(url, accept=ACCEPT_JSON_PREFERRED) for slug, url in address.items()}

    def ask(page: Page) -> None:
        client = clients[page.index]
        client.s.get(f"{address[page.index]}{page.package}/", headers={"Accept": ACCEPT_JSON_PREFERRED})

    def download() -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(ask, pages))

    def afresh() -> None:
        ReadPage.objects.all().delete()
        synchronise(order, Pace())

    download()  # the replica makes its pages when they are first asked for
    synchronise(order, Pace())
    mere = seconds(download)
    results = {
        "merely downloading the pages": mere,
        "downloading and parsing them": seconds(lambda: read_pages(order.source, dict.fromkeys(pages, Validators()))),
        "a sync of which every page is sent": seconds(
            lambda: (ReadPage.objects.all().delete(), synchronise(order, Pace()))
        ),
        "a sync without news": seconds(lambda: synchronise(order, Pace())),
    }
    sys.stdout.write(f"{len(pages)} pages, {AT_ONCE} at once, {delay * 1000:.0f} ms before each answer\n")
    for name, taken in results.items():
        sys.stdout.write(f"{name:36} {taken:6.2f} s {taken / mere:5.2f} x\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, default=0.05)
    main(parser.parse_args().delay)
