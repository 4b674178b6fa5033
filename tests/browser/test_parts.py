"""What an answer changes is shown in parts: what is in the window first, then the rest, and all of it in the end."""

from __future__ import annotations

import re
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Route, expect

from tests.browser.test_walk import comes_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

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
FIELDS = """[...document.getElementById("choices").elements].filter(each => each.name && each.id).map(
  each => [each.id, each.type === "text" ? each.value === each.defaultValue : each.checked === each.defaultChecked]
).filter(([, same]) => !same)"""
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
    !ctx.only,
    document.querySelector("#text-pyproject").textContent.includes("torchvision"),
    document.querySelector("#folded a").href.includes("torchvision"),
  ]));
}"""

READY = """async () => {
  for (const module of ["parts", "place", "preload"]) await import(document.getElementById("heard").dataset[module]);
  await new Promise(seen => new IntersectionObserver(seen).observe(document.getElementById("wizard")));
}"""
TICK_ANOTHER = """id => document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const other = document.getElementById(id);
  if (ctx.finishing) document.title = `finished, ${other.checked}`;
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
    assert page.evaluate(FIELDS) == []


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


def held(page: Page, address: re.Pattern[str]) -> list[Route]:
    """Keep what is asked of an address until somebody lets it go on."""
    routes: list[Route] = []
    page.route(address, lambda each: routes.append(each))  # noqa: PLW0108  # Playwright notes on it
    return routes


def wait_for(page: Page, routes: list[Route], number: int) -> None:
    """Wait until so many requests are held."""
    deadline = monotonic() + 20
    while len(routes) < number and monotonic() < deadline:
        page.wait_for_timeout(20)
    assert len(routes) == number


@pytest.mark.parametrize(
    ("other", "asked"), [("with-torchaudio", "with=torchaudio"), ("cpu-on-linux-x86_64", "linux-x86_64=cpu")]
)
def test_choice_made_before_the_rest_came_stays_made(at_choices: Page, other: str, asked: str) -> None:
    at_choices.set_viewport_size({"width": 1280, "height": 320})
    at_choices.locator("#with-torchvision").scroll_into_view_if_needed()
    at_choices.evaluate(READY)
    routes = held(at_choices, re.compile(asked))
    at_choices.evaluate(TICK_ANOTHER, other)
    at_choices.locator("#with-torchvision").check()
    expect(at_choices).to_have_title("finished, true")
    wait_for(at_choices, routes, 1)
    routes[0].continue_()
    expect(at_choices).to_have_url(re.compile(asked))
    expect(at_choices).to_have_url(re.compile("with=torchvision"))


def test_field_shows_what_counts_also_where_its_part_stays_the_same(at_choices: Page) -> None:
    at_choices.locator("#with-torchvision").check()
    expect(at_choices).to_have_url(re.compile("with=torchvision"))
    project = at_choices.locator("#project")
    project.fill("numpy")
    project.press("Tab")
    expect(at_choices.locator("#notices")).to_contain_text("numpy")
    expect(project).to_have_value("project")


def test_answer_to_something_else_leaves_a_choice_that_is_on_its_way(at_choices: Page) -> None:
    routes = held(at_choices, re.compile("into-file|with=torchvision"))
    at_choices.locator("#tab-into-file + label").click()
    at_choices.get_by_role("link", name="Put this into a file of mine").click()
    wait_for(at_choices, routes, 1)
    at_choices.locator("#with-torchvision").evaluate("field => field.click()")
    wait_for(at_choices, routes, 2)
    routes[0].continue_()
    expect(at_choices.locator(".into textarea")).to_be_visible()
    expect(at_choices.locator("#with-torchvision")).to_be_checked()
    routes[1].continue_()
    expect(at_choices).to_have_url(re.compile("with=torchvision"))


def test_going_back_while_an_answer_is_on_its_way_leaves_page_and_address_alike(at_choices: Page) -> None:
    at_choices.locator("#with-torchvision").check()
    expect(at_choices).to_have_url(re.compile("with=torchvision"))
    routes = held(at_choices, re.compile(r"/(\?[^/]*)?$"))
    at_choices.locator("#with-torchaudio").evaluate("field => field.click()")
    wait_for(at_choices, routes, 1)
    at_choices.evaluate("history.back()")
    wait_for(at_choices, routes, 2)
    before = at_choices.url
    routes[0].continue_()
    expect(at_choices).to_have_url(re.compile("with=torchaudio"))
    with at_choices.expect_event("requestfinished"):
        routes[1].continue_()
    comes_whole(at_choices)
    at_choices.unroute_all()
    settled(at_choices, before)


def test_refusal_leaves_page_and_address_as_they_are(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site)
    page.locator("#platform-windows-x86_64").focus()
    page.evaluate(READY)
    address = page.url
    for status, choice in ((403, "#with-torchvision"), (502, "#with-torchaudio"), (502, "#platform-macos-x86_64 a")):
        page.route(re.compile(r"/\?"), partial(Route.fulfill, status=status, body="<p>no</p>"))
        page.locator(choice).evaluate("spot => spot.click()")
        expect(page.locator("#said")).to_contain_text("The server did not answer")
        expect(page.locator("#text-pyproject")).to_be_visible()
        assert page.url == address
        page.evaluate("said.textContent = ''")
        page.unroute_all()
    page.context.close()


def test_somebody_elses_page_is_opened_and_not_put_into_ours(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard()
    page.locator("#platform-windows-x86_64").focus()
    page.evaluate(READY)
    page.route(
        re.compile("with=torchvision"), lambda route: route.fulfill(body="<h1>Log in</h1>", content_type="text/html")
    )
    page.locator("#with-torchvision").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    expect(page).to_have_url(re.compile("with=torchvision"))
    expect(page.locator("#choices")).to_have_count(0)


def test_icon_of_what_was_copied_comes_back_after_a_choice(at_choices: Page) -> None:
    icon = at_choices.locator("#head use")
    before = str(icon.get_attribute("href"))
    at_choices.get_by_role("button", name="Copy link").click()
    expect(icon).to_have_attribute("href", "#i-check")
    at_choices.locator("#with-torchvision").check()
    expect(at_choices).to_have_url(re.compile("with=torchvision"))
    at_choices.wait_for_timeout(2100)
    expect(icon).to_have_attribute("href", before)


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
