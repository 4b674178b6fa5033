"""On one column the result is a drawer at the foot: with a script and without, by touch and by keys, on any height."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_walk import focus, gets_focus
from tests.chromium import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 320, "height": 256}
"""What is left of 1280 by 1024 at 400 %."""
CHOOSE = "document.getElementById('with-torchvision').click()"
WITHIN = """element => {
  const { top, right, bottom, left } = element.getBoundingClientRect();
  const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight && element.contains(seen);
}"""


def in_sight(place: Locator) -> bool:
    """Say whether all of it is on the screen, and nothing over it."""
    return bool(place.evaluate(WITHIN))


def test_bar_opens_the_result_and_whatever_closes_it_gives_the_focus_back(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard(viewport=PHONE, reduced_motion="reduce", has_touch=True)
    result, bar = page.locator("#result"), page.get_by_role("button", name="Result fits together")
    expect(result).to_be_hidden()
    assert in_sight(bar)
    bar.tap()
    expect(result).to_be_focused()
    assert bar.evaluate("bar => result.getBoundingClientRect().bottom - bar.getBoundingClientRect().top") == 0
    assert in_sight(bar)
    page.keyboard.press("Escape")
    expect(result).to_be_hidden()
    gets_focus(page, "drawer")

    page.keyboard.press("Enter")
    expect(result).to_be_focused()
    page.get_by_role("button", name="To the choices").click()
    expect(result).to_be_hidden()
    gets_focus(page, "drawer")
    bar.click()
    bar.click()
    expect(result).to_be_hidden()
    bar.click()
    page.mouse.click(200, 60)
    expect(result).to_be_hidden()

    page.keyboard.press("n")
    for _ in range(5):
        page.keyboard.press("n")
    expect(result).to_be_focused()
    page.get_by_role("button", name="Copy link").click()
    assert in_sight(page.locator("#said", has_text="Copied the link"))
    page.locator(".back").focus()
    page.keyboard.press("Tab")
    expect(result).to_be_hidden()
    assert focus(page) not in {"drawer", "result"}


def test_choosing_leaves_the_drawer_as_it_is_and_is_heard_all_the_same(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("?linux-x86_64=cu130&torch=2.12.0", viewport=PHONE, reduced_motion="reduce")
    heard, result = page.locator("#heard"), page.locator("#result")
    page.evaluate(CHOOSE)
    expect(heard).to_have_text("Lines changed in pyproject.toml: 5")
    expect(result).to_be_hidden()
    page.locator("#drawer").click()
    page.evaluate(CHOOSE)
    expect(page).not_to_have_url(re.compile("torchvision"))
    expect(result).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("#drawer")).to_be_hidden()
    assert page.evaluate("getComputedStyle(result).position") == "sticky"


@pytest.mark.parametrize("viewport", [ZOOMED, PHONE], ids=["zoomed", "phone"])
def test_drawer_works_without_a_script_and_loses_nothing(
    open_wizard: Callable[..., Page], viewport: dict[str, int]
) -> None:
    page = open_wizard(viewport=viewport, java_script_enabled=False, reduced_motion="reduce")
    result, bar = page.locator("#result"), page.locator("#drawer")
    bar.click()
    expect(result).to_be_visible()
    page.get_by_text("uv pip", exact=True).click()
    expect(page.locator("#text-uv-pip")).to_be_visible()
    page.locator(".back").scroll_into_view_if_needed()
    page.get_by_role("button", name="To the choices").click()
    expect(result).to_be_hidden()
    page.get_by_label("macOS Apple silicon", exact=True).check()
    page.get_by_role("button", name="Update").click()
    page.goto(page.url + "#result")
    expect(result).to_be_visible()


def test_axe_finds_nothing_in_an_open_drawer_and_paper_shows_everything(
    open_wizard: Callable[..., Page], axe: str
) -> None:
    page = open_wizard("?macos-x86_64=pypi&torch=2.2.2", viewport=ZOOMED, reduced_motion="reduce")
    page.get_by_role("button", name="Result 1 warning").click()
    page.evaluate(axe)
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        assert page.evaluate(FINDINGS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == ZOOMED["width"]
    page.emulate_media(forced_colors="active")
    assert page.locator("#result").evaluate("sheet => getComputedStyle(sheet).borderTopStyle") == "solid"
    page.keyboard.press("Escape")
    page.emulate_media(media="print", forced_colors="none")
    expect(page.locator("#text-commands")).to_be_visible()
    expect(page.locator("#drawer")).to_be_hidden()
