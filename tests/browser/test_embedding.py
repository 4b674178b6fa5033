"""A page of another site frames a result, where a setting allows it, and nobody else's does."""

from __future__ import annotations

import re
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import PATIENCE
from tests.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Frame

Sites = tuple[str, str, str]
LINK = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"


@contextmanager
def wiki() -> Iterator[tuple[str, dict[str, str]]]:
    """Serve pages of another origin; what is put into the dictionary is a page at once."""
    pages: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", pages
        server.shutdown()


@pytest.fixture(scope="module")
def sites(new_database: Callable[[], Path]) -> Iterator[Sites]:
    """Return the wizard's address, that of a wiki that may frame it, and that of one that may not."""
    with (
        wiki() as (allowed, pages),
        wiki() as (other, others),
        serving(f"sqlite:///{new_database()}", EMBED_ANCESTORS=f"{allowed}, https://wiki.example") as server,
    ):
        site = server.address
        pages |= {"/": framing(f"{site}embed/?{LINK}"), "/whole": framing(f"{site}?{LINK}")}
        pages["/badge"] = f'<img id="badge" src="{site}badge.svg?{LINK}" alt="">'
        others["/"] = pages["/"]
        yield site, allowed, other


def framing(address: str) -> str:
    return f'<!DOCTYPE html><title>Wiki</title><iframe id="torch" src="{address}" width="700" height="560"></iframe>'


@pytest.fixture
def visited(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def framed(context: BrowserContext, address: str) -> Frame:
    page = context.new_page()
    page.goto(address)
    frame = page.locator("#torch").element_handle().content_frame()
    assert frame
    frame.wait_for_load_state()
    return frame


def test_a_site_of_the_setting_shows_the_result(visited: BrowserContext, sites: Sites) -> None:
    complaints: list[str] = []
    visited.on("console", lambda message: complaints.append(message.text))
    frame = framed(visited, sites[1])
    assert "PyTorch 2.13.0 for Linux x86-64 (CUDA 13.0)" in frame.locator("h1").inner_text()
    frame.get_by_text("uv pip", exact=True).click()
    assert "uv pip install" in frame.locator("#text-uv-pip").inner_text()
    frame.locator("#panel-uv-pip [data-copy]").click()
    frame.locator("#said", has_text=re.compile("Copied|Ctrl")).wait_for()
    with visited.expect_page() as opened:
        frame.get_by_text("Open in the wizard").click()
    assert opened.value.url.startswith(f"{sites[0]}?linux-x86_64=cu130")
    assert [text for text in complaints if "clipboard" not in text.lower()] == []


@pytest.mark.parametrize("place", ["other site", "other page"])
def test_no_other_site_and_no_other_page_is_shown(visited: BrowserContext, sites: Sites, place: str) -> None:
    complaints: list[str] = []
    visited.on("console", lambda message: complaints.append(message.text))
    frame = framed(visited, sites[2] if place == "other site" else f"{sites[1]}/whole")
    assert frame.url == "chrome-error://chromewebdata/"
    assert any("frame-ancestors" in text or "X-Frame-Options" in text for text in complaints)


def test_any_site_shows_a_badge(visited: BrowserContext, sites: Sites) -> None:
    page = visited.new_page()
    page.goto(f"{sites[1]}/badge")
    page.wait_for_function("document.getElementById('badge').complete")
    width, height = page.evaluate("[badge.naturalWidth, badge.naturalHeight]")
    assert (width > 150, height) == (True, 20)
