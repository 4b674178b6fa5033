"""Servers that are started at once on an empty database set it up once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.deployment.asking import ask
from tests.serving import serving

if TYPE_CHECKING:
    from tests.postgres import Cluster


def test_three_servers_start_on_an_empty_database_at_once(cluster: Cluster) -> None:
    database = cluster.create("empty")
    with ExitStack() as started, ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(started.enter_context, serving(database)) for _ in range(3)]
        pages = {ask(f"{server.result().address}matrix.csv").body for server in asked}
    assert len(pages) == 1
    assert cluster.ask("select count(*) from catalogue_revision", "empty") == "1"
