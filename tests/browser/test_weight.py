"""The first visit is small, asks only us, and runs under a policy that allows nothing inline."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Any

from tests.browser.conftest import fetch

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST_BYTES = 40_000
MOST_REQUESTS = 5


def test_first_visit_weighs_at_most_40_kilobytes_in_5_requests(browser: Browser, site: str) -> None:
    page = browser.new_page()
    network = page.context.new_cdp_session(page)
    asked: list[str] = []
    received: list[float] = []

    def count_request(event: dict[str, Any]) -> None:
        asked.append(event["request"]["url"])

    def count_bytes(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", count_request)
    network.on("Network.loadingFinished", count_bytes)
    network.send("Network.enable")
    page.goto(site, wait_until="networkidle")
    icon = page.locator("link[rel=icon]").evaluate("link => link.href")
    page.context.close()
    if icon not in asked:  # the headless shell shows none, so it asks for none
        with fetch(icon, **{"Accept-Encoding": "gzip"}) as answer:
            received.append(len(bytes(answer.headers)) + len(answer.read()))
        asked.append(icon)
    print(f"{len(asked)} requests, {sum(received):.0f} bytes")  # noqa: T201  # shown by pytest -s
    assert len(asked) <= MOST_REQUESTS, asked
    assert all(address.startswith(site) for address in asked)
    assert 10_000 < sum(received) <= MOST_BYTES


def test_picture_of_a_pasted_link_is_small_and_any_site_may_show_it(site: str) -> None:
    with fetch(site) as answer:
        address = re.findall(r'property="og:image" content="([^"]+)"', answer.read().decode())[0]
    assert address.startswith(site)
    with fetch(address) as answer:
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        picture = answer.read()
    assert picture[16:24] == struct.pack(">II", 1200, 630)
    assert len(picture) < 30_000


def test_policy_allows_nothing_inline_and_nobody_else(site: str) -> None:
    with fetch(site) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
