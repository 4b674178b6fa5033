"""The answer to a choice is asked for while the pointer rests on it, and the click uses it while it fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Request


def is_choice(request: Request) -> bool:
    """Say whether htmx asked, or somebody in its name."""
    return request.headers.get("hx-request") == "true"


def chosen(request: Request) -> dict[str, list[str]]:
    """Return the choices a request names."""
    return parse_qs(urlsplit(request.url).query)


def rest_on(page: Page, choice: Locator) -> None:
    """Let the pointer rest on a choice until its answer is there."""
    with page.expect_response(lambda answer: is_choice(answer.request)) as early:
        choice.locator("xpath=..").hover()
    early.value.finished()


def test_click_shows_what_was_asked_for_under_the_pointer(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if is_choice(request) else None)
    windows, torch = page.locator("#platform-windows-x86_64"), page.locator("#torch-2\\.12\\.0")
    rest_on(page, windows)
    windows.check()
    expect(page).to_have_url(re.compile("windows-x86_64=pypi"))
    rest_on(page, torch)
    torch.check()
    expect(page.locator("#text-pyproject")).to_contain_text("torch>=2.12.0")
    expect(page).to_have_url(re.compile(r"windows-x86_64=pypi.*&torch=2\.12\.0"))
    assert [("windows-x86_64" in chosen(each)["platform"], chosen(each)["torch"]) for each in asked] == [
        (True, ["2.13.0"]),
        (True, ["2.12.0"]),
    ]


def test_answer_from_before_another_choice_is_not_shown(page: Page) -> None:
    windows = page.locator("#platform-windows-x86_64")
    rest_on(page, windows)
    page.locator("#with-torchvision").evaluate("field => field.click()")
    expect(page.locator("#text-pyproject")).to_contain_text("torchvision")
    windows.check()
    expect(page).to_have_url(re.compile("windows-x86_64=pypi.*&with=torchvision"))
    expect(page.locator("#text-pyproject")).to_contain_text("torchvision")


def test_refusal_met_under_the_pointer_is_not_shown_for_the_click(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site)
    windows = page.locator("#platform-windows-x86_64")
    page.route(re.compile("windows"), lambda route: route.fulfill(status=503, body="busy"))
    rest_on(page, windows)
    page.unroute_all()
    windows.check()
    expect(page).to_have_url(re.compile("windows-x86_64=pypi"))
    page.context.close()
