"""A complete replica to read from, clean of faults for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.catalogue.index_pages import QUICK
from tests.replica import Replica
from wizard.catalogue.index import WebSource


@pytest.fixture(scope="module")
def running() -> Iterator[Replica]:
    with Replica(complete=True) as replica:
        yield replica


@pytest.fixture
def replica(running: Replica) -> Replica:
    running.faults.clear()
    running.requests.clear()
    running.credentials.clear()
    return running


@pytest.fixture
def source(replica: Replica) -> Iterator[WebSource]:
    with WebSource(replica.base_url, replica.pypi_url, limits=QUICK) as opened:
        yield opened
