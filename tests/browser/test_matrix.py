"""The matrix in a browser: found by axe, keyboard, finger and mouse alike, with script and without, and on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import OPEN_EVERYTHING, WIDTHS, found_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

LINKS = {
    "all": "matrix/",
    "narrowed": "matrix/?platform=windows-x86_64&python=3.12",
    "notices": "matrix/?platform=windows-x86_64&python=2.7",
}
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def cell_of(page: Page, torch: str, accelerator: str) -> Locator:
    return page.locator("td").filter(has=page.locator(f"[id='known-{torch}-{accelerator}']"))


def known_in(cell: Locator) -> Locator:
    return cell.locator(".known")


@pytest.mark.parametrize(("link", "widths"), [("all", (1280,)), ("narrowed", WIDTHS), ("notices", WIDTHS)])
def test_axe_finds_nothing(open_wizard: Callable[..., Page], axe: str, link: str, widths: tuple[int, ...]) -> None:
    """The whole table takes axe long, and its cells are those of the narrowed ones: one width will do for it."""
    page = open_wizard(LINKS[link])
    page.evaluate(OPEN_EVERYTHING)
    cell_of(page, "2.13.0", "cu130").locator("a").first.focus()
    assert found_by(axe, page, widths) == {}


@pytest.mark.parametrize("link", LINKS)
def test_the_page_itself_does_not_scroll_sideways(open_wizard: Callable[..., Page], link: str) -> None:
    page = open_wizard(LINKS[link], **PHONE)
    page.evaluate(OPEN_EVERYTHING)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_on_a_phone_the_releases_stay_in_sight_while_the_table_scrolls(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("matrix/", **PHONE)
    scroller = page.get_by_role("region", name="Newest releases")
    before = scroller.get_by_role("rowheader").first.bounding_box()
    scroller.evaluate("region => region.scrollLeft = 300")
    assert scroller.evaluate("region => region.scrollLeft") == 300
    assert scroller.get_by_role("rowheader").first.bounding_box() == before


def test_the_keyboard_reaches_a_cell_sees_its_facts_and_opens_the_wizard(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("matrix/")
    page.get_by_role("region", name="Newest releases").focus()
    page.keyboard.press("Tab")
    cell = cell_of(page, "2.15.0", "pypi")
    expect(cell.locator("a").first).to_be_focused()
    expect(known_in(cell)).to_be_visible()
    expect(known_in(cell)).to_contain_text("CUDA 13.2")
    expect(cell.locator("a").first).to_have_accessible_description(re.compile(r"Linux x86-64 2\.15\.0 Python 3\.11"))
    page.keyboard.press("Tab")
    expect(known_in(cell)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?linux-x86_64=cpu&.*torch=2\.15\.0"))


def test_the_mouse_sees_the_facts_beside_the_cell_and_can_move_onto_them(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("matrix/")
    cell = cell_of(page, "2.12.1", "cu126")
    cell.hover()
    expect(known_in(cell)).to_be_visible()
    facts, place = known_in(cell).bounding_box(), cell.bounding_box()
    assert facts
    assert place
    assert abs(facts["y"] - place["y"] - place["height"]) < 8
    known_in(cell).hover()
    expect(known_in(cell)).to_be_visible()
    cell.locator("a").first.click()
    expect(page).to_have_url(
        re.compile(r"/\?linux-x86_64=cu126&linux-aarch64=cu126&windows-x86_64=cu126&.*torch=2\.12\.1")
    )


def test_escape_puts_the_facts_away_until_the_cell_is_pointed_at_anew(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("matrix/")
    cell = cell_of(page, "2.13.0", "cu130")
    cell.hover()
    expect(known_in(cell)).to_be_visible()
    page.keyboard.press("Escape")
    expect(known_in(cell)).to_be_hidden()
    page.mouse.move(1, 1)
    cell.hover()
    expect(known_in(cell)).to_be_visible()
    page.mouse.move(1, 1)
    cell.locator("a").first.focus()
    page.keyboard.press("Escape")
    expect(known_in(cell)).to_be_hidden()


def test_a_finger_sees_the_facts_first_and_the_way_on_below_them(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("matrix/", **PHONE)
    cell = cell_of(page, "2.13.0", "cpu")
    cell.tap()
    expect(known_in(cell)).to_be_visible()
    expect(known_in(cell)).to_contain_text("Python 3.10")
    box = known_in(cell).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    cell.get_by_role("link", name="Open in the wizard").tap()
    expect(page).to_have_url(re.compile(r"torch=2\.13\.0"))


def test_a_filter_changes_the_table_and_the_address_and_keeps_the_focus(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("matrix/")
    page.get_by_label("Platform").focus()
    page.get_by_label("Platform").select_option("macos-arm64")
    expect(page.get_by_role("status")).to_contain_text("for macOS Apple silicon")
    expect(page).to_have_url(re.compile(r"/matrix/\?platform=macos-arm64$"))
    expect(page.get_by_label("Platform")).to_be_focused()
    expect(page.get_by_role("columnheader", name="CUDA")).to_have_count(0)
    page.get_by_label("Python").select_option("3.12")
    expect(page).to_have_url(re.compile(r"/matrix/\?platform=macos-arm64&python=3\.12$"))
    expect(page.get_by_role("link", name="matrix.csv")).to_have_attribute(
        "href", re.compile(r"/matrix\.csv\?platform=macos-arm64&python=3\.12$")
    )


def test_without_script_the_form_has_a_button_and_gives_the_same_table(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("matrix/", java_script_enabled=False)
    page.get_by_label("Platform").select_option("linux-aarch64")
    page.get_by_label("Python").select_option("3.12")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"/matrix/\?platform=linux-aarch64&python=3\.12$"))
    cell = cell_of(page, "2.13.0", "cu130")
    cell.hover()
    expect(known_in(cell)).to_contain_text("2.13.0+cu130")
    scripted = open_wizard("matrix/?platform=linux-aarch64&python=3.12")
    assert page.locator(".matrix").first.text_content() == scripted.locator(".matrix").first.text_content()


def test_the_wizard_leads_to_the_matrix_and_back(page: Page) -> None:
    page.get_by_role("link", name="All wheels at a glance").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("PyTorch wheels at a glance")
    page.get_by_role("link", name="Back to the wizard").click()
    expect(page.locator("#choices")).to_be_visible()


def test_print_shows_whole_tables_and_no_form(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("matrix/")
    page.emulate_media(media="print")
    assert not page.locator("#filter").is_visible()
    tables = page.locator(".scroller:visible")
    assert tables.count() == 2
    for index in range(tables.count()):
        assert tables.nth(index).evaluate("region => getComputedStyle(region).overflow") == "visible"
