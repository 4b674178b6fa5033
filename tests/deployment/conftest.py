"""A real PostgreSQL that writes as in production, and servers on it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.postgres import Cluster, running
from tests.serving import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = {"SHORT_LINKS_PER_HOUR": "1000000", "CATALOGUE_CHECK_SECONDS": "0"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Servers are asked over loopback."""
    for item in items:
        if "tests/deployment/" in item.path.as_posix():
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="package")
def cluster() -> Iterator[Cluster]:
    """PostgreSQL with every setting that keeps what was committed."""
    with running() as started:
        yield started


@pytest.fixture(scope="package")
def servers(cluster: Cluster) -> Iterator[tuple[Server, ...]]:
    """Three servers, two workers each, that were started at once on an empty database and share nothing else."""
    database = cluster.create("wizard")
    with ExitStack() as started, ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(started.enter_context, serving(database, 2, **SETTINGS)) for _ in range(3)]
        yield tuple(server.result() for server in asked)


@pytest.fixture(scope="package")
def one(servers: tuple[Server, ...]) -> Server:
    """One of them."""
    return servers[0]


@pytest.fixture(scope="package")
def other(servers: tuple[Server, ...]) -> Server:
    """Another one, as on another machine."""
    return servers[1]
