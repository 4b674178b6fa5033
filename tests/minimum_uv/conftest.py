"""A shelf of uv releases, filled from the package index as tests ask for them, and the replica."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.minimum_uv.releases import Shelf
from tests.replica import Replica

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Every release installed once per run; skips, and says so, where no package index can be reached."""
    shelf = Shelf(folder=tmp_path_factory.mktemp("uv-releases"))
    asked = shelf.offers("packaging")
    if asked.returncode:
        pytest.skip(
            "No package index can be reached from here, and uv's releases come from one: " + asked.stderr[-200:]
        )
    return shelf


@pytest.fixture
def replica(socket_enabled: None) -> Iterator[Replica]:
    """The shipped catalogue as PyTorch-style indexes."""
    with Replica() as serving:
        yield serving
