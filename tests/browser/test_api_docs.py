"""The API's page: nothing for the console, nothing from elsewhere, for every width, in the dark and by keyboard."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import fetch
from tests.browser.test_accessibility import found_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

DOCS = "api/v1/docs"


def test_axe_finds_nothing(open_wizard: Callable[..., Page], axe: str) -> None:
    assert found_by(axe, open_wizard(DOCS)) == {}


def test_the_way_to_an_operation_and_its_schema_is_open_to_the_keyboard(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard(DOCS, java_script_enabled=False)
    page.locator("nav").get_by_role("link", name="/api/v1/configuration").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#read_configuration$"))
    page.keyboard.press("Tab")
    assert page.locator("#read_configuration pre").evaluate("example => example === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#schema-"))
    expect(page.locator(":target")).to_be_visible()


def test_the_document_opens_from_the_page(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard(DOCS)
    address = page.get_by_role("link", name="The same as OpenAPI").evaluate("link => link.href")
    assert json.load(fetch(address))["openapi"].startswith("3.1")
