"""A replica of the PyTorch indexes on loopback, and the real uv with a cache of its own."""

from __future__ import annotations

import subprocess
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.replica import Replica
from tests.resolution.verifying import Verify, until
from wizard.resolution.at_hand import uv_at_hand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.resolution.running import Uv


@pytest.fixture(scope="session")
def uv(tmp_path_factory: pytest.TempPathFactory) -> Uv:
    """The pinned uv; skips, and says so, where no package index can be reached."""
    found = uv_at_hand(cache=tmp_path_factory.mktemp("uv-cache"), timeout=120, cancelled=Event())
    asked = subprocess.run(
        [found.program, "pip", "compile", "-", "--no-deps", "--quiet", "--python", found.interpreters[0]],
        input="packaging",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if asked.returncode:
        pytest.skip("No package index can be reached from here, and uv needs one to lock: " + asked.stderr[-200:])
    return found


@pytest.fixture
def replica(socket_enabled: None) -> Iterator[Replica]:
    """The shipped catalogue as PyTorch-style indexes."""
    with Replica() as serving:
        yield serving


@pytest.fixture
def verify(catalogue_database: Path, tmp_path: Path) -> Iterator[Verify]:
    """``manage.py verify`` in a folder of its own; nothing of it may be left at the end."""
    found = Verify(folder=tmp_path, database=catalogue_database)
    found.temporary.mkdir()
    yield found
    until(lambda: not found.processes())
    assert found.left() == []
