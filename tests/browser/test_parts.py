"""What an answer changes is shown in parts: what is in the window first, then the rest, and all of it in the end."""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

WALK = [
    "#with-torchvision",
    "#platform-windows-x86_64",
    "#layout-extras",
    "#torch-2\\.12\\.0",
    "#cpu-on-linux-x86_64",
    "#explain",
    "#platform-windows-x86_64",
    "#layout-groups",
]
SHOWN = """root => [...root.querySelectorAll("[id], a, code, small")].filter(
  each => !each.closest("#notices, #fitting, .gave-way, noscript")
).map(
  each => [each.id, each.getAttribute("href"), each.defaultChecked, each.firstElementChild ? "" : each.textContent]
)"""
HERE = f"({SHOWN})(document.getElementById('wizard'))"
FRESH = f"""async () => {{
  const answer = await fetch(location.href, {{ headers: {{ "HX-Request": "true", Accept: "text/html" }} }});
  return ({SHOWN})(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("wizard"));
}}"""
COUNT = """() => {
  window.swaps = [];
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => swaps.push([
    ctx.whole === true,
    document.querySelector("#text-pyproject").textContent.includes("torchvision"),
    document.querySelector("#folded a").href.includes("torchvision"),
  ]));
}"""

READY = """async () => {
  for (const module of ["parts", "place", "preload"]) await import(document.getElementById("heard").dataset[module]);
  await new Promise(seen => new IntersectionObserver(seen).observe(document.getElementById("wizard")));
}"""
TICK_ANOTHER = """() => document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const other = document.querySelector("#with-torchaudio");
  if (ctx.finishing) document.title = `finished, torchaudio ${other.checked}`;
  else if (ctx.rest.size && !other.checked) other.click();
})"""


@pytest.fixture
def at_choices(page: Page) -> Page:
    """Return the start page when the pointer has reached its choices, and their scripts are there."""
    with page.expect_response(re.compile(r"/static/parts\.")) as script:
        page.locator("#fold-more > summary").click()
    script.value.finished()
    page.evaluate(READY)
    return page


def settled(page: Page, before: str) -> None:
    """Wait until the address has changed, and the page is what the server says of it."""
    expect(page).not_to_have_url(before)
    fresh = page.evaluate(FRESH)
    deadline = monotonic() + 20
    while page.evaluate(HERE) != fresh and monotonic() < deadline:
        page.wait_for_timeout(50)
    assert page.evaluate(HERE) == fresh


def test_after_every_choice_the_page_is_what_the_server_says(at_choices: Page) -> None:
    for choice in WALK:
        before = at_choices.url
        at_choices.locator(choice).click()
        settled(at_choices, before)
    at_choices.locator("#platform-macos-x86_64 > summary").click()
    before = at_choices.url
    at_choices.locator("#platform-macos-x86_64 a").click()
    settled(at_choices, before)
    at_choices.go_back()
    at_choices.go_back()
    expect(at_choices.locator("#layout-extras")).to_be_checked()
    for choice in WALK[:2]:
        before = at_choices.url
        at_choices.locator(choice).click()
        settled(at_choices, before)


def test_what_is_in_the_window_comes_first_and_the_rest_follows(at_choices: Page) -> None:
    at_choices.evaluate(COUNT)
    at_choices.locator("#with-torchvision").check()
    expect(at_choices.locator("#heard")).to_have_text("Lines changed in pyproject.toml: 5")
    assert at_choices.evaluate("swaps") == [[False, True, False], [False, True, True]]


def test_where_other_parts_come_the_whole_answer_is_swapped(at_choices: Page) -> None:
    at_choices.evaluate(COUNT)
    for choice in ("#channel-nightly", "#channel-stable"):
        before = at_choices.url
        at_choices.locator(choice).click()
        settled(at_choices, before)
    assert [whole for whole, *_ in at_choices.evaluate("swaps")] == [True, True]


def test_choice_made_before_the_rest_came_stays_made(at_choices: Page) -> None:
    held: list[Route] = []
    at_choices.route(re.compile("with=torchaudio"), lambda each: held.append(each))  # noqa: PLW0108  # Playwright notes on it
    at_choices.evaluate(TICK_ANOTHER)
    at_choices.locator("#with-torchvision").check()
    expect(at_choices).to_have_title("finished, torchaudio true")
    for each in held:
        each.continue_()
    expect(at_choices).to_have_url(re.compile("with=torchvision&with=torchaudio"))


def test_focus_follows_a_reason_to_what_it_became_and_both_stay_in_sight(at_choices: Page) -> None:
    at_choices.set_viewport_size({"width": 1280, "height": 320})
    at_choices.locator("#fold-accelerators > summary").click()
    at_choices.locator("#cu121-on-linux-x86_64 > summary").click()
    way = at_choices.locator("#cu121-on-linux-x86_64 a")
    way.focus()
    at_choices.evaluate("document.activeElement.scrollIntoView({ block: 'center', behavior: 'instant' })")
    at_choices.evaluate(READY)
    at_choices.keyboard.press("Enter")
    picked = at_choices.locator("input#cu121-on-linux-x86_64")
    expect(picked).to_be_focused()
    expect(picked).to_be_in_viewport()
