"""A replica of the PyTorch indexes on loopback, and the real uv with a cache of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final

import pytest

from tests.replica import Replica
from tests.replica.impostor import HOST
from tests.replica.server import LOOPBACK
from tests.resolution.pip_lines import Pip
from tests.resolution.verifying import Verify, until
from wizard.resolution.at_hand import uv_at_hand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.resolution.running import Uv

ROOT: Final = Path(__file__).parents[2]


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


@pytest.fixture(scope="session")
def proxy() -> Iterator[str]:
    """The address of the process that plays download.pytorch.org."""
    command = [sys.executable, "-m", "tests.replica.impostor"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as impostor:
        assert impostor.stdout
        address = impostor.stdout.readline().strip()
        assert address.startswith("http://"), "It said why on stderr."
        yield address
        impostor.communicate()


@pytest.fixture(scope="session")
def pip(uv: Uv, proxy: str, tmp_path_factory: pytest.TempPathFactory) -> Pip:
    """Uv as it would be run beside the real download.pytorch.org."""
    proxies = {"HTTPS_PROXY": proxy, "https_proxy": proxy, "NO_PROXY": LOOPBACK, "no_proxy": LOOPBACK}
    variables = proxies | {"UV_INSECURE_HOST": HOST}
    return Pip(uv=uv, folder=tmp_path_factory.mktemp("uv-pip"), variables=variables).create()


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
