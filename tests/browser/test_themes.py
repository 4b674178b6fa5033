"""Light, dark or as the system: chosen at the foot, kept, and there with the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.chromium import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

LIGHT, DARK = "rgb(246, 245, 242)", "rgb(19, 18, 23)"
LINK = "?linux-x86_64=cu130&torch=2.12.0"


@pytest.mark.parametrize("script", [{}, {"java_script_enabled": False}], ids=["scripted", "plain"])
def test_chosen_colours_hold_here_and_on_other_pages(
    open_wizard: Callable[..., Page], axe: str, script: dict[str, bool]
) -> None:
    page = open_wizard(LINK, color_scheme="light", reduced_motion="reduce", **script)
    ground = page.locator("html")
    expect(ground).to_have_css("background-color", LIGHT)
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="Dark").click()
    expect(ground).to_have_css("background-color", DARK)
    expect(page.get_by_role("button", name="Dark", pressed=True)).to_be_visible()
    assert "torch=2.12.0" in page.url
    if not script:
        assert page.locator("[name=theme-color]").first.get_attribute("content") == DARK
        page.evaluate(axe)
        assert page.evaluate(FINDINGS) == []
    page.get_by_role("link", name="All wheels", exact=True).click()
    expect(ground).to_have_css("background-color", DARK)
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="As the system").click()
    expect(ground).to_have_css("background-color", LIGHT)
    page.emulate_media(color_scheme="dark")
    expect(ground).to_have_css("background-color", DARK)
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="Light").click()
    expect(ground).to_have_css("background-color", LIGHT)
