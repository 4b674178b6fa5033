"""The whole wizard is a plain form: JavaScript off, same results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


@pytest.fixture
def plain_page(open_wizard: Callable[..., Page]) -> Page:
    """Return the wizard in a browser without script."""
    return open_wizard(java_script_enabled=False)


def test_update_gives_the_same_address_and_output_as_with_script(
    plain_page: Page, open_page: Callable[..., Page]
) -> None:
    plain_page.locator("#platform-macos-arm64").check()
    plain_page.locator("#torches").get_by_text("2.12.0").click()
    plain_page.locator("#with-torchvision").check()
    plain_page.get_by_role("button", name="Update").click()
    expect(plain_page).to_have_url(re.compile(r"\?linux-x86_64=cu130&macos-arm64=pypi&layout=markers&torch=2\.12\.0&"))

    scripted = open_page(plain_page.url)
    assert plain_page.locator("#text-pyproject").inner_text() == scripted.locator("#text-pyproject").inner_text()


def test_impossible_cell_says_why_and_its_link_works(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("?linux-x86_64=cu129&windows-x86_64=cu130&torch=2.12.0", java_script_enabled=False)
    page.locator("#cu129-on-windows-x86_64 > summary").click()
    expect(page.get_by_text(re.compile(r"CUDA 12\.9 builds for Windows x86-64 ended with torch"))).to_be_visible()
    page.locator("#cu129-on-windows-x86_64 a").click()
    expect(page.get_by_label("CUDA 12.9 on Windows x86-64")).to_be_checked()


def test_forced_change_is_said_and_undo_takes_it_back(plain_page: Page) -> None:
    plain_page.locator("#cpu-on-linux-x86_64").check()
    plain_page.get_by_role("button", name="Update").click()
    expect(plain_page.locator("#notices")).to_contain_text("The layout markers cannot hold these choices")
    plain_page.get_by_role("link", name="Undo").click()
    expect(plain_page.locator("#cpu-on-linux-x86_64")).not_to_be_checked()
    expect(plain_page.locator("input#layout-markers")).to_be_checked()


def test_nightlies_are_one_choice_and_the_way_back_is_another(plain_page: Page) -> None:
    plain_page.locator("#channel-nightly").check()
    plain_page.get_by_role("button", name="Update").click()
    expect(plain_page.locator("#step-torch .gave-way").first).to_contain_text("nightlies have no release to choose")
    expect(plain_page.locator("#torches")).to_have_count(0)
    expect(plain_page.locator("#text-pyproject")).to_contain_text("/whl/nightly/")
    plain_page.locator("#channel-stable").check()
    plain_page.get_by_role("button", name="Update").click()
    expect(plain_page.locator("#text-pyproject")).not_to_contain_text("nightly")


def test_tabs_work_and_what_needs_script_is_not_shown(plain_page: Page) -> None:
    plain_page.get_by_text("Commands", exact=True).click()
    expect(plain_page.locator("#text-commands")).to_be_visible()
    expect(plain_page.locator("#text-pyproject")).to_be_hidden()
    expect(plain_page.locator("[data-copy]").first).to_be_hidden()
