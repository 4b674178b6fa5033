"""A real PostgreSQL that writes as in production, and servers on it."""

from __future__ import annotations

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
def database(cluster: Cluster) -> str:
    """An empty database in it."""
    return cluster.create("wizard")


@pytest.fixture(scope="package")
def one(database: str) -> Iterator[Server]:
    """A server with two workers."""
    with serving(database, 2, **SETTINGS) as server:
        yield server


@pytest.fixture(scope="package")
def other(one: Server, database: str) -> Iterator[Server]:
    """Another one, as on another machine: they share the database and nothing else."""
    with serving(database, 2, **SETTINGS) as server:
        yield server
