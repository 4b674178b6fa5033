"""Single keys do what the page's own parts do, and leave typing alone; what a choice changed is marked and said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.browser.test_walk import comes_whole, focus, gets_focus

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

MARKED = "[...CSS.highlights.get('changed') ?? []].map(String).join('')"
WATCH = """() => { window.moved = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.moved += entry.value;
}).observe({ type: 'layout-shift', buffered: true }) }"""
COMPOSING = """document.dispatchEvent(
  new KeyboardEvent('keydown', { key: 'c', isComposing: true, bubbles: true }))"""


def explained(page: Page) -> bool:
    """Press the question mark, and say whether the keys are explained; then close what opened."""
    page.keyboard.press("?")
    opened = bool(page.evaluate("document.getElementById('shortcuts').open"))
    page.keyboard.press("Escape")
    return opened


def test_keys_walk_the_steps_copy_and_explain_themselves(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("?linux-x86_64=cu130&torch=2.12.0", permissions=["clipboard-read", "clipboard-write"])
    page.keyboard.press("?")
    help_box = page.get_by_role("dialog", name="Keys")
    expect(help_box).to_contain_text("Next step")
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(help_box).to_be_hidden()

    places = []
    for key in "nnppt":
        page.keyboard.press(key)
        places.append(focus(page))
    cell = "cu130-on-linux-x86_64"
    assert places == ["platform-linux-x86_64", cell, "platform-linux-x86_64", "platform-linux-x86_64", "torch-2.12.0"]
    page.keyboard.press("n")
    gets_focus(page, "result")
    page.keyboard.press("c")
    expect(page.locator("#said")).to_have_text("Copied pyproject.toml")


def test_keys_never_steal_typing_and_can_be_switched_off(page: Page) -> None:
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("button", name="Close").click()
    said = page.locator("#said")
    page.locator("#fold-more > summary").click()
    project = page.locator("#project")
    project.fill("")
    project.press_sequentially("cnpt?")
    expect(project).to_have_value("cnpt?")
    project.fill("project")
    page.locator("#python").focus()
    page.keyboard.press("c")
    page.locator("#platform-linux-x86_64").focus()
    for chord in ("Control+c", "Alt+c", "Meta+c"):
        page.keyboard.press(chord)
    page.evaluate(COMPOSING)
    gets_focus(page, "platform-linux-x86_64")
    expect(said).to_be_empty()
    assert explained(page)

    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    assert not explained(page)
    page.reload()
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_label("Use these keys")).not_to_be_checked()


def test_what_a_choice_changed_is_marked_and_said_and_little_moves(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("?linux-x86_64=cu130&torch=2.12.0", reduced_motion="reduce")
    heard = page.locator("#heard")
    page.evaluate(WATCH)
    page.locator("#with-torchvision").check()
    expect(heard).to_have_text("Lines changed in pyproject.toml: 5")
    marked: Any = page.evaluate(MARKED)
    assert '"torchvision>=0.27.0",' in marked
    assert '"torch>=2.12.0",' not in marked
    assert page.locator("#text-pyproject").inner_html().count("<mark") == 0
    while page.evaluate("CSS.highlights.has('changed')"):
        page.wait_for_timeout(100)

    place = "document.getElementById('platform-linux-aarch64').getBoundingClientRect().top + scrollY"
    before = page.evaluate(place)
    page.locator("#platform-linux-aarch64").check()
    expect(page).to_have_url(re.compile("linux-aarch64="))
    comes_whole(page)
    assert page.evaluate(place) == before
    page.locator("#torch-2\\.13\\.0").check(force=True)
    expect(page).to_have_url(re.compile("torch=2.13.0"))
    comes_whole(page)
    assert page.evaluate("window.moved") < 0.1
    page.locator("#tab-commands + label").click()
    page.locator("#layout-extras").check()
    expect(heard).to_have_text(re.compile("Lines changed in .*sh: "))


def test_a_version_is_searched_by_how_it_begins(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("?linux-x86_64=cu130&torch=2.12.0")
    heard = page.locator("#heard")
    page.keyboard.press("t")
    expect(page.locator("#torch-2\\.12\\.0")).to_be_focused()
    page.keyboard.type("2.109")
    gets_focus(page, "torch-2.10.0")
    expect(heard).to_have_text("No version begins with 2.109")
    page.keyboard.press("t")
    page.keyboard.type("2.4")
    gets_focus(page, "torch-2.4.1")
    expect(page.locator("#torch-2\\.4\\.1 > summary")).to_be_in_viewport()
    expect(heard).to_have_text("2.4.1")
    page.keyboard.press("t")
    page.keyboard.type("2.11")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"torch=2\.11\.0"))
    page.locator("#platform-linux-x86_64").focus()
    page.keyboard.type("2.9")
    gets_focus(page, "platform-linux-x86_64")
