"""Axe finds nothing, whatever the width and the colours; nothing is wider than the smallest screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chromium import ASKED, FINDINGS
from tests.serving import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

LINKS = {
    "default": "",
    "several": "?linux-x86_64=cpu&linux-x86_64=cu130&windows-x86_64=cu130&macos-arm64=pypi&layout=groups&default=cpu",
    "notices": "?linux-x86_64=cpu&linux-x86_64=cu130&macos-arm64=cu130&layout=markers&torch=2.4.0&torhc=1",
    "blocked": "?linux-aarch64=cu132&windows-arm64=cpu&layout=markers&torch=2.12.0&bound=compatible",
}
OPEN_EVERYTHING = (
    "document.querySelectorAll('details').forEach(each => { each.removeAttribute('name'); each.open = true })"
)
WIDTHS = (320, 1280)


def found_by(axe: str, page: Page, widths: tuple[int, ...] = WIDTHS) -> dict[tuple[int, str], list[str]]:
    """Return what axe finds on a page, and whether it is too wide, for each width in two colours; at best nothing."""
    page.evaluate(axe)
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        for colours, asked in ASKED.items():
            page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # or colours still change as axe looks
            found[width, colours] = page.evaluate(FINDINGS, {"options": asked}) + (
                [] if wide == width else [f"{wide} pixels wide"]
            )
    return {screen: complaints for screen, complaints in found.items() if complaints}


@pytest.mark.parametrize("address", ["embed/?linux-x86_64=cu130&macos-arm64=pypi", "embed/?linux-x86_64=cu999", "p/"])
def test_axe_finds_nothing_in_a_frame_or_the_list_of_presets(
    open_wizard: Callable[..., Page], axe: str, address: str
) -> None:
    page = open_wizard(address)
    page.evaluate(OPEN_EVERYTHING)
    assert found_by(axe, page) == {}


@pytest.mark.parametrize("link", LINKS)
def test_axe_finds_nothing_and_nothing_is_too_wide(open_wizard: Callable[..., Page], axe: str, link: str) -> None:
    page = open_wizard(LINKS[link])
    page.evaluate(OPEN_EVERYTHING)
    assert found_by(axe, page) == {}


@pytest.mark.parametrize("address", ["?linux-x86_64=cu130&macos-arm64=cu999&lang=ja", "doctor/errors/?lang=zh-hans"])
def test_axe_finds_nothing_in_another_language(open_wizard: Callable[..., Page], axe: str, address: str) -> None:
    page = open_wizard(address)
    page.evaluate(OPEN_EVERYTHING)
    assert page.locator("html").get_attribute("lang") == address.partition("lang=")[2]
    assert found_by(axe, page) == {}


def test_style_sheets_change_nothing_but_colours_in_the_dark() -> None:
    sheets = list((ROOT / "static").rglob("*.css"))
    assert sheets
    assert [sheet for sheet in sheets if "prefers-color-scheme" in sheet.read_text(encoding="utf-8")] == []


FAULTY = """\
@media (width < 400px) {
  body { min-width: 900px }
  @media (prefers-color-scheme: dark) { p, label, legend { color: #777 !important; background: #888 !important } }
}
"""
WEAR = "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet] }"


def test_what_is_wrong_on_one_screen_alone_is_found(page: Page, axe: str) -> None:
    page.evaluate(WEAR, FAULTY)
    found = found_by(axe, page)
    assert found.keys() == {(320, "light"), (320, "dark")}
    assert not any("color-contrast" in complaint for complaint in found[320, "light"])
    assert any("color-contrast" in complaint for complaint in found[320, "dark"])
    assert all(any("pixels wide" in complaint for complaint in complaints) for complaints in found.values())


def test_forced_colours_still_show_what_is_chosen(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard(forced_colors="active")
    chosen = page.locator("label:has(#torch-2\\.13\\.0)")
    assert chosen.evaluate("label => getComputedStyle(label).outlineStyle") == "solid"


def test_print_shows_the_outputs_and_not_the_form(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator("#text-commands").is_visible()
    assert not page.locator("#choices").is_visible()
