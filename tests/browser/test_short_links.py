"""Short links with a mouse: made in place, opened for ever, told of changes; and what the browser alone remembers."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import fetch
from tests.browser.test_accessibility import OPEN_EVERYTHING, found_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

LINK = "?linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"
BASE = "document.querySelector('[data-short-links]').dataset.shortLinks"
CROSS = "\N{MULTIPLICATION SIGN}"
MARKUP = "<b>GPU</b> & \"box\" 'A'"


def make(site: str, fields: str) -> str:
    """Make a short link as a script does, and return its address."""
    with fetch(f"{site}c/", fields, **{"User-Agent": "curl/8.5.0"}) as answer:
        return answer.read().decode().strip()


def store(page: Page, stored: str) -> None:
    """Put something into the browser's memory where the page looks for its short links."""
    page.evaluate(f"stored => localStorage.setItem('short-links ' + {BASE}, stored)", stored)


@pytest.fixture(scope="module")
def moved_on(proxied_site: str, site_database: Path) -> dict[str, str]:
    """Three short links: one as it would be made today, one that differs, one that is no longer supported."""
    asked = "linux-x86_64=cu130&torch=2.13.0&note=as+ever&title="
    links = {title: make(proxied_site, f"{asked}{title}") for title in ("same", "differs", "gone")}
    with closing(sqlite3.connect(site_database, autocommit=True)) as database:
        change = "UPDATE sharing_shortlink SET {0} = replace({0}, ?, ?) WHERE title = ?"
        database.execute(change.format("outputs"), ("torch>=2.13.0", "torch>=2.12.1", "differs"))
        database.execute(change.format("query"), ("cu130", "cu199", "gone"))
        database.executemany("UPDATE sharing_shortlink SET digest = title WHERE title = ?", zip(links))
    return links


def test_one_click_makes_a_link_that_can_be_copied(
    open_wizard: Callable[..., Page], site: str, clipboard: Callable[[], str]
) -> None:
    page = open_wizard(LINK)
    page.get_by_role("button", name="Short link", exact=True).click()
    address = page.locator("#short-address")
    expect(address).to_have_text(re.compile(f"^{re.escape(site)}c/[0-9a-z]{{10}}$"))
    page.get_by_role("button", name="Copy", exact=True).first.click()
    expect(page.locator("#said")).to_have_text("Copied the short link")
    assert clipboard() == address.text_content()


def test_another_choice_takes_the_former_link_away_and_keeps_what_was_written(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard(LINK)
    page.locator("#share > summary").click()
    page.get_by_label("Title").fill(MARKUP)
    page.get_by_role("button", name="Make a short link").click()
    first = page.locator("#short-address").text_content()
    page.locator("#with-torchvision").check()
    expect(page.locator("#short-address")).to_have_count(0)
    expect(page.get_by_label("Title")).to_have_value(MARKUP)
    page.get_by_role("button", name="Make a short link").click()
    expect(page.locator("#short-address")).not_to_have_text(first or "")
    page.goto(page.locator("#short-address").text_content() or "")
    expect(page.get_by_role("heading", level=1)).to_have_text(MARKUP)
    expect(page.locator("#text-pyproject")).to_contain_text("torchvision>=0.28.0")


def test_words_that_cannot_be_kept_are_refused_in_place_and_stay_in_the_form(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + LINK)
    page.locator("#share > summary").click()
    page.get_by_label("Title").fill("turned \u202e round")
    page.get_by_role("button", name="Make a short link").click()
    expect(page.locator(".shared")).to_have_text("The title holds a control character, U+202E. Take it out.")
    expect(page.get_by_label("Title")).to_have_value("turned \u202e round")
    expect(page.locator("#said")).to_be_empty()
    page.route(re.compile(r"/c/\?"), lambda route: route.fulfill(status=502, body="no"))
    page.get_by_role("button", name="Make a short link").click()
    expect(page.locator("#said")).to_have_text("The server did not answer: try again")
    page.context.close()


def test_without_script_the_same_click_leads_to_the_page(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard(LINK, java_script_enabled=False)
    page.locator("#share > summary").click()
    page.get_by_label("Title").fill("plain")
    page.get_by_label("Note").fill("one\ntwo")
    page.get_by_role("button", name="Short link", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("plain")
    expect(page.locator(".note br")).to_have_count(1)
    page.get_by_text("Dockerfile", exact=True).first.click()
    expect(page.locator("#text-dockerfile")).to_be_visible()
    for needs_script in (page.locator("[data-star]"), page.locator("[data-copy]").first):
        expect(needs_script).to_be_hidden()
    page.get_by_role("link", name="Open in the wizard").click()
    expect(page.locator("input#torch-2\\.13\\.0")).to_be_checked()
    expect(page.locator("#kept")).to_be_hidden()


def test_links_of_this_browser_are_on_the_start_page_and_can_be_starred_and_forgotten(
    open_wizard: Callable[..., Page], site: str
) -> None:
    page = open_wizard(LINK)
    expect(page.locator("#kept")).to_be_hidden()
    page.get_by_role("button", name="Short link", exact=True).click()
    page.locator("#short-address").wait_for()
    page.goto(make(site, "linux-x86_64=cpu&title=%3Cb%3EGPU%3C%2Fb%3E+box"))
    star = page.get_by_role("button", name="Favourite")
    expect(star).to_have_attribute("aria-pressed", "false")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")

    page.goto(site)
    starred, recent = page.locator("[data-shelf=starred] li"), page.locator("[data-shelf=recent] li")
    expect(starred).to_have_text(f"<b>GPU</b> box{CROSS}")
    expect(recent).to_have_text(f"torch 2.13.0: CUDA 13.0 on Linux x86-64, PyPI default on macOS Apple silicon{CROSS}")
    page.get_by_role("button", name="Favourite: <b>GPU</b> box").click()
    expect(recent).to_have_count(2)
    page.get_by_role("button", name="Forget: <b>GPU</b> box").click()
    expect(recent).to_have_count(1)
    expect(recent.get_by_role("link")).to_be_focused()
    page.reload()
    recent.get_by_role("link").click()
    expect(page.locator("#text-pyproject")).to_contain_text("pytorch-cu130")
    page.go_back()
    page.get_by_role("button", name="Forget:").click()
    expect(page.locator("#kept")).to_be_hidden()


def test_eight_recent_links_are_remembered_and_every_favourite(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard()
    links = [{"id": f"{n:010}", "label": f"link {n}", "starred": n > 10} for n in range(20)]
    store(page, json.dumps({"list": links}))
    page.reload()
    expect(page.locator("[data-shelf=starred] li")).to_have_count(9)
    page.get_by_role("button", name="Favourite: link 19").click()
    expect(page.locator("[data-shelf=recent] li")).to_have_count(8)


@pytest.mark.parametrize(
    "stored",
    ["", "nonsense", "null", "7", '{"list": 7}', '{"list": [null, 7, {"id": "../x", "label": "x"}, {"id": 1}]}'],
)
def test_whatever_stands_in_the_memory_breaks_nothing(stored: str, open_wizard: Callable[..., Page], site: str) -> None:
    page = open_wizard()
    store(page, stored)
    page.reload()
    expect(page.locator("#kept")).to_be_hidden()
    page.get_by_role("button", name="Short link", exact=True).click()
    page.locator("#short-address").wait_for()
    page.goto(site)
    expect(page.locator("[data-shelf=recent] li")).to_have_count(1)


def test_without_storage_everything_else_works(open_wizard: Callable[..., Page], site: str) -> None:
    page = open_wizard()
    forbid = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    page.add_init_script(forbid)
    page.goto(site)
    page.get_by_role("button", name="Short link", exact=True).click()
    page.goto(page.locator("#short-address").text_content() or "")
    expect(page.locator("#text-pyproject")).to_be_visible()
    expect(page.locator("[data-star]")).to_be_hidden()
    page.goto(site)
    expect(page.locator("#kept")).to_be_hidden()


def test_nothing_of_what_is_remembered_is_sent(open_wizard: Callable[..., Page], site: str) -> None:
    page = open_wizard()
    page.goto(make(site, "linux-x86_64=cpu&title=only-here"))
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(f"{asked.url} {asked.headers} {asked.post_data}"))
    page.get_by_role("button", name="Favourite").click()
    page.goto(site)
    expect(page.locator("[data-shelf=starred] li")).to_have_count(1)
    assert sent
    assert not any("only-here" in each for each in sent)
    assert page.context.cookies() == []


def test_a_link_that_would_be_the_same_today_tells_nothing(
    open_page: Callable[..., Page], moved_on: dict[str, str]
) -> None:
    expect(open_page(moved_on["same"]).locator("#today")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_a_link_shows_what_changed_and_makes_one_of_today(
    script: bool,  # noqa: FBT001  # a parameter of pytest's
    open_page: Callable[..., Page],
    moved_on: dict[str, str],
) -> None:
    page = open_page(moved_on["differs"], java_script_enabled=script)
    told = page.locator("#today")
    expect(told.locator("del").first).to_contain_text("torch>=2.12.1")
    expect(told.locator("ins").first).to_contain_text("torch>=2.13.0")
    expect(page.locator("#text-pyproject")).to_contain_text("torch>=2.12.1")
    told.get_by_role("button", name="Update").click()
    expect(page.locator("#text-pyproject")).to_contain_text("torch>=2.13.0")
    expect(page.get_by_role("heading", level=1)).to_have_text("differs")
    expect(page.locator(".note")).to_have_text("as ever")
    expect(page.locator("#today")).to_have_count(0)
    assert page.url != moved_on["differs"]


def test_what_was_chosen_to_be_kept_is_told_again_only_when_the_answer_changes(
    open_page: Callable[..., Page], moved_on: dict[str, str]
) -> None:
    page = open_page(moved_on["differs"])
    page.get_by_role("button", name="Keep it as it is").click()
    expect(page.locator("#today")).to_be_hidden()
    expect(page.locator("#short-address")).to_be_focused()
    page.reload()
    expect(page.locator("#today")).to_be_hidden()
    page.evaluate(
        f"localStorage.setItem('answers-kept ' + {BASE}, JSON.stringify({{'{moved_on['differs'][-10:]}': 'old'}}))"
    )
    page.reload()
    expect(page.locator("#today")).to_be_visible()


def test_a_link_that_is_no_longer_supported_says_why_and_still_opens(
    open_page: Callable[..., Page], moved_on: dict[str, str]
) -> None:
    page = open_page(moved_on["gone"])
    expect(page.locator("#today")).to_contain_text("“cu199” is not a known accelerator")
    expect(page.get_by_role("button", name="Update")).to_have_count(0)
    expect(page.locator("#text-pyproject")).to_contain_text("torch>=2.13.0")
    with fetch(f"{moved_on['gone']}/pyproject.toml") as answer:
        assert "torch>=2.13.0" in answer.read().decode()


@pytest.mark.parametrize("which", ["same", "differs", "gone"])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    which: str, moved_on: dict[str, str], open_page: Callable[..., Page], axe: str
) -> None:
    page = open_page(moved_on[which])
    page.evaluate(OPEN_EVERYTHING)
    assert found_by(axe, page) == {}


def test_axe_finds_nothing_on_a_start_page_that_remembers_links(open_wizard: Callable[..., Page], axe: str) -> None:
    page = open_wizard()
    links = [{"id": f"{n:010}", "label": "a long title " * 9, "starred": n > 2} for n in range(5)]
    store(page, json.dumps({"list": links}))
    page.reload()
    page.get_by_role("button", name="Short link", exact=True).click()
    page.locator("#short-address").wait_for()
    assert found_by(axe, page) == {}
