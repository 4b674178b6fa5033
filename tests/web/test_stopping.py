"""A server that is told to end takes its uv with it: no process and no folder is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.resolution.bad_indexes import dead, silent
from tests.resolution.verifying import ROOT, Verify, until
from tests.web.checks import LINK
from wizard.resolution.running import INHERITED

SECONDS = 20


def serve(folder: Path, database: Path, port: str, mirror: str) -> subprocess.Popen[bytes]:
    inherited = {name: value for name, value in os.environ.items() if name in INHERITED}
    own = {
        "DATABASE_URL": f"sqlite:///{database}",
        "PYTORCH_INDEX_BASE_URL": mirror,
        "TMPDIR": str(folder),
        "VERIFY_CACHE": str(folder.parent / "cache"),
        "VERIFY_ENABLED": "1",
    }
    command = [sys.executable, "manage.py", "serve", "--port", port, "--workers", "1"]
    return subprocess.Popen(command, cwd=ROOT, env=inherited | own, stdout=subprocess.DEVNULL)


def ask(site: str) -> None:
    """Ask for a check as a browser without script does; the answer may never come."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(f"{site}/check?{LINK}", timeout=SECONDS).read()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    with suppress(OSError, HTTPException):
        browser.open(f"{site}/check?{LINK}", data=f"csrfmiddlewaretoken={token}".encode(), timeout=SECONDS)


def answers(site: str) -> bool:
    with suppress(OSError):
        return bool(urllib.request.build_opener().open(f"{site}/healthz", timeout=SECONDS).read())
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT], ids=lambda number: number.name)
def test_nothing_is_left_of_a_check_when_the_server_ends(
    number: signal.Signals, catalogue_database: Path, tmp_path: Path, socket_enabled: None
) -> None:
    watched = Verify(folder=tmp_path, database=catalogue_database)
    watched.temporary.mkdir()
    port = dead().rpartition(":")[2].partition("/")[0]
    site = f"http://127.0.0.1:{port}"
    with silent() as mirror:
        server = serve(watched.temporary, catalogue_database, port, mirror)
        try:
            until(lambda: answers(site))
            asking = threading.Thread(target=ask, args=(site,))
            asking.start()
            until(lambda: any(watched.temporary.glob("uv-judge-*/project/pyproject.toml")))
            until(lambda: any(_is_lock(pid) for pid in watched.processes()))
            server.send_signal(number)
            server.wait(timeout=SECONDS)
        finally:
            server.kill()
            server.wait()
        asking.join()
    until(lambda: not watched.processes())
    assert list(watched.temporary.glob("uv-judge-*")) == []


def _is_lock(pid: int) -> bool:
    with suppress(OSError):
        return b"--no-build" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False
