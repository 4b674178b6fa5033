"""A real server (nginx, gunicorn, the shipped catalogue), and a chromium whose every complaint fails the test."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.chromium import AXE, CHROMIUM
from tests.nginx import BEHIND, NAME, in_front_of
from tests.serving import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.client import HTTPResponse

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

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
    f"--host-resolver-rules=MAP {INSECURE_HOST} 127.0.0.1, MAP {NAME} 127.0.0.1",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser; without it, say so once for each test."""
    missing = pytest.mark.skip(reason="There is no chromium: install Debian's package chromium-headless-shell.")
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)
            if not CHROMIUM:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def new_database(catalogue_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Return a function that makes a database of a server's own, with the shipped catalogue in it."""

    def made() -> Path:
        return Path(shutil.copy(catalogue_database, tmp_path_factory.mktemp("site") / "wizard.sqlite3"))

    return made


@pytest.fixture(scope="session")
def direct_site(new_database: Callable[[], Path]) -> Iterator[str]:
    """Return the address of the wizard, served as the README says."""
    with serving(f"sqlite:///{new_database()}", ALLOWED_HOSTS=INSECURE_HOST) as server:
        yield server.address


@pytest.fixture(scope="session")
def site_database(new_database: Callable[[], Path]) -> Path:
    """Return where the wizard behind nginx keeps what it knows."""
    return new_database()


@pytest.fixture(scope="session")
def proxied_site(site_database: Path) -> Iterator[str]:
    """Return the wizard's address as an intranet has it: behind nginx, under a prefix."""
    with behind_nginx(site_database) as address:
        yield address


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> str:
    """Return the address of the wizard behind nginx; with ``--direct``, without."""
    direct = request.config.getoption("--direct")
    return str(request.getfixturevalue("direct_site" if direct else "proxied_site"))


@contextmanager
def behind_nginx(database: Path, **settings: str) -> Iterator[str]:
    """Serve the wizard from a database, nginx in front; with ``VERIFY_WORKER``, beside a worker."""
    with ExitStack() as started:
        server = started.enter_context(serving(f"sqlite:///{database}", **BEHIND, **settings))
        if settings.get("VERIFY_WORKER"):
            worker = (sys.executable, "manage.py", "db_worker", "--interval", "0.2", "--verbosity", "0")
            process = started.enter_context(subprocess.Popen(worker, cwd=ROOT, env=server.environment))
            started.callback(process.terminate)
        yield started.enter_context(in_front_of([server.port]))


@pytest.fixture(scope="session")
def insecure_site(site: str) -> str:
    """Return the same wizard under a name for which the browser offers no clipboard."""
    return site.replace("127.0.0.1", INSECURE_HOST)


@pytest.fixture
def clipboard(open_page: Callable[..., Page], direct_site: str) -> Callable[[], str]:
    """Return a function that reads what was copied, as a page sees it for which the browser offers a clipboard."""

    def read() -> str:
        reader = open_page(direct_site, permissions=["clipboard-read"])
        reader.bring_to_front()
        return str(reader.evaluate("navigator.clipboard.readText()")).replace("\r\n", "\n")

    return read


def fetch(address: str, form: str = "", **headers: str) -> HTTPResponse:
    """Ask for an address, or send a form there, without the browser; only that knows where the names lead."""
    name = urlsplit(address).netloc
    there = address.replace(name, f"127.0.0.1:{urlsplit(address).port}", 1)
    request = Request(there, form.encode() or None, {"Host": name, **headers})  # noqa: S310  # our own address
    answer: HTTPResponse = urlopen(request)  # noqa: S310
    return answer


@pytest.fixture(scope="package")
def playwright(catalogue_database: Path) -> Iterator[Playwright]:
    """Return playwright, for this folder only: while it runs, Django takes the thread for an asynchronous one.

    So whatever needs Django's connection is made before.
    """
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
