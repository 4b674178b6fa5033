"""Check with uv as a person sees it: a button, progress, a table; in place, and without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import behind_nginx
from tests.browser.test_accessibility import OPEN_EVERYTHING, found_by
from tests.replica import Replica
from tests.resolution.conftest import uv  # noqa: F401  # a fixture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from wizard.resolution.running import Uv

pytestmark = pytest.mark.network
LINK = "?linux-x86_64=cpu&linux-x86_64=cu130&macos-arm64=pypi&layout=extras&torch=2.13.0&bound=exact&python=3.12"
ANSWERED = 60_000


@pytest.fixture(scope="module", params=["at-once", "worker"])
def checking_site(request: pytest.FixtureRequest, new_database: Callable[[], Path], uv: Uv) -> Iterator[str]:  # noqa: F811
    """Return a wizard that checks with uv, in the request or by a worker."""
    database = new_database()
    settings = {"VERIFY_ENABLED": "1", "VERIFY_CACHE": str(uv.cache)}
    if request.param == "worker":
        settings["VERIFY_WORKER"] = "1"
    with Replica() as replica, behind_nginx(database, PYTORCH_INDEX_BASE_URL=replica.base_url, **settings) as address:
        yield address


def check(page: Page) -> None:
    """Press the button and wait for the table."""
    page.get_by_role("link", name="Check with uv").click()
    expect(page.get_by_role("table", name="What uv gives each machine")).to_be_visible(timeout=ANSWERED)


def test_a_check_is_asked_for_and_answered_in_place(checking_site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(checking_site + LINK)
    address = page.url
    button = page.get_by_role("link", name="Check with uv")
    button.press("Enter")
    expect(page.get_by_role("status").get_by_text("uv locks this configuration")).to_be_visible()
    expect(page.get_by_role("status").get_by_text(re.compile("^uv .* agrees"))).to_be_visible(timeout=ANSWERED)
    expect(page.locator(".check .answer").first).to_contain_text("torch 2.13.0+cu130")
    expect(button).to_be_focused()
    assert page.url == address

    page.locator("#torches").get_by_text("2.12.0").click()
    expect(page.locator(".check .answer")).to_have_count(0)


def test_axe_finds_nothing_in_the_answer(checking_site: str, open_page: Callable[..., Page], axe: str) -> None:
    page = open_page(checking_site + LINK)
    check(page)
    answer = page.get_by_role("link", name="link to this answer").get_attribute("href") or ""
    for other in (page, open_page(urljoin(checking_site, answer))):
        other.evaluate(OPEN_EVERYTHING)
        assert found_by(axe, other) == {}


def test_it_works_without_script(checking_site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(checking_site + LINK, java_script_enabled=False)
    page.get_by_role("link", name="Check with uv").click()
    expect(page.locator(".facts")).to_contain_text("CUDA 13.0")
    page.get_by_role("button", name="Check with uv").click()
    expect(page.locator(".verdict")).to_contain_text("agrees", timeout=ANSWERED)
    page.get_by_role("link", name="Back to the choices").click()
    expect(page.locator("#text-pyproject")).to_contain_text("cu130")
