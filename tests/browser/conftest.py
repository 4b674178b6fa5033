"""A real server (gunicorn, whitenoise, an empty database), and a chromium whose every complaint fails the test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
CHROMIUM = which("chromium") or ""
PATIENCE = 20_000
"""Milliseconds for what a page is expected to do: a busy machine is no fault of the page."""
INSECURE_HOST = "wizard.test"  # a name that is not localhost: on plain http the browser has no clipboard for it
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {INSECURE_HOST} 127.0.0.1",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser; without it, say so once for each test."""
    missing = pytest.mark.skip(reason="There is no chromium: install Debian's package of that name.")
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)
            if not CHROMIUM:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the wizard, served as the README says."""
    with serving(tmp_path_factory.mktemp("database")) as address:
        yield address


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[str]:
    """Serve the wizard from an empty database; with ``VERIFY_WORKER``, beside a worker."""
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'wizard.sqlite3'}",
        "ALLOWED_HOSTS": f"127.0.0.1,{INSECURE_HOST}",
        "SECRET_KEY": "only-for-tests-" + "0" * 48,
        "LOG_LEVEL": "WARNING",
        "DOCTOR_PER_MINUTE": "10000",  # one browser asks for all people
        **settings,
    }
    with ExitStack() as started:

        def start(*arguments: str) -> subprocess.Popen[bytes]:
            process = subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment)
            started.callback(process.wait)
            started.callback(process.terminate)
            return process

        _wait_for(f"http://127.0.0.1:{port}/healthz", start("serve", "--port", str(port), "--workers", "1"))
        if settings.get("VERIFY_WORKER"):
            start("db_worker", "--interval", "0.2", "--verbosity", "0")
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="session")
def insecure_site(site: str) -> str:
    """Return the same wizard under a name for which the browser offers no clipboard."""
    return site.replace("127.0.0.1", INSECURE_HOST)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Return playwright, for this folder only: while it runs, Django takes the thread for an asynchronous one."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415  # only where there is a browser

    expect.set_options(timeout=PATIENCE)

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page; its console must stay empty and its requests must stay on the host."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(address: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        host = urlsplit(address).netloc
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("response", lambda answer: complaints.extend(_complaints(answer.url, answer.status, host)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def open_wizard(open_page: Callable[..., Page], site: str) -> Callable[..., Page]:
    """Return a function that opens the wizard at a link."""

    def opened(link: str = "", **options: object) -> Page:
        return open_page(site + link, **options)

    return opened


@pytest.fixture
def page(open_wizard: Callable[..., Page]) -> Page:
    """Return the wizard as it is first seen."""
    return open_wizard()


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core's source."""
    if not AXE.exists():
        pytest.skip("There is no node_modules/axe-core: run npm install --no-save axe-core@4.14.1.")
    return AXE.read_text(encoding="utf-8")


def _complaints(url: str, status: int, host: str) -> Iterator[str]:
    if urlsplit(url).netloc != host:
        yield f"foreign: {url}"
    if status >= 400:
        yield f"{status}: {url}"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(900):
        if server.poll() is not None:
            pytest.fail("The server stopped before it answered.")
        try:
            with urlopen(address, timeout=1):  # noqa: S310  # our own address
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} did not answer.")
