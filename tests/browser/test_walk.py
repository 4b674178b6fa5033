"""A person with a mouse, or with a keyboard alone, walks through the steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import fetch

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

TWO_ON_LINUX = "?linux-x86_64=cpu&linux-x86_64=cu130&layout=extras&torch=2.12.0"
WINDOWS = "?linux-x86_64=cu130&windows-x86_64=cu130&torch=2.12.0"
WINDOWS_BEHIND = "?linux-x86_64=cu129&windows-x86_64=cu130&torch=2.12.0"


def link(page: Page) -> dict[str, list[str]]:
    """Return what the address bar says."""
    return parse_qs(urlsplit(page.url).query)


def focus(page: Page) -> str:
    """Return the id of the focused element, or of what holds it."""
    return str(page.evaluate("document.activeElement.closest('[id]')?.id ?? ''"))


def gets_focus(page: Page, place: str) -> None:
    """Wait until the focus is at the element with this id, or in it, as it is soon after an answer."""
    page.wait_for_function("place => document.activeElement.closest('[id]')?.id === place", arg=place)


def comes_whole(page: Page) -> None:
    """Wait until the rest of an answer is shown, too, two frames after its first parts."""
    page.evaluate("""() => new Promise(tell => {
      let frames = 3;
      const wait = () => { if (frames) requestAnimationFrame(wait); else tell(); frames -= 1; };
      wait();
    })""")


def tab_to(page: Page, place: str) -> None:
    """Press Tab until the focus is at the element with this id, or in it."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if focus(page) == place:
            return
    pytest.fail(f"The Tab key never reaches {place}.")


def raw(site: str, page: Page, name: str = "pyproject.toml") -> str:
    """Return the raw output for the page's choices."""
    with fetch(f"{site}{name}?{urlsplit(page.url).query}") as answer:
        return str(answer.read().decode())


def test_every_step_changes_the_preview_and_the_address(page: Page) -> None:
    preview = page.locator("#text-pyproject")

    page.get_by_label("macOS Apple silicon", exact=True).check()
    expect(page).to_have_url(re.compile("macos-arm64=pypi"))

    page.get_by_label("CPU on macOS Apple silicon").check()
    expect(preview).to_contain_text("cpu = [")
    assert link(page)["macos-arm64"] == ["pypi", "cpu"]

    page.locator("#layout-groups").check()
    expect(preview).to_contain_text("[dependency-groups]")
    assert link(page)["layout"] == ["groups"]

    page.get_by_label("Default group").select_option("cpu")
    expect(preview).to_contain_text("default-groups")
    assert link(page)["default"] == ["cpu"]

    page.locator("#torches").get_by_text("2.12.0").click()
    expect(preview).to_contain_text("torch>=2.12.0")
    assert link(page)["torch"] == ["2.12.0"]


def test_valid_defaults_show_an_output_before_anything_is_chosen(page: Page) -> None:
    expect(page.locator("#text-pyproject")).to_contain_text("[tool.uv.sources]")
    for step in ("Platforms", "Accelerators", "Layout", "torch"):
        expect(page.get_by_role("group", name=step)).to_be_visible()


def test_copy_gives_the_file_and_says_so(
    open_wizard: Callable[..., Page], clipboard: Callable[[], str], site: str
) -> None:
    page = open_wizard(TWO_ON_LINUX, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#said")).to_have_text("Copied pyproject.toml")
    assert clipboard() == raw(site, page)


def test_copy_works_on_plain_http_where_the_browser_has_no_clipboard(
    open_page: Callable[..., Page], clipboard: Callable[[], str], insecure_site: str
) -> None:
    page = open_page(insecure_site + TWO_ON_LINUX)
    assert page.evaluate("[isSecureContext, navigator.clipboard === undefined]") == [False, True]
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#said")).to_have_text("Copied pyproject.toml")
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_focused()
    assert clipboard() == raw(insecure_site, page)


def test_where_copying_is_forbidden_the_text_is_selected(open_page: Callable[..., Page], insecure_site: str) -> None:
    page = open_page(insecure_site)
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#said")).to_contain_text("press Ctrl+C")
    assert page.evaluate("getSelection().toString()").startswith("[project]")


def test_copy_link_gives_the_address_of_these_choices(
    open_wizard: Callable[..., Page], clipboard: Callable[[], str]
) -> None:
    page = open_wizard(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("Linux ARM64", exact=True).check()
    expect(page).to_have_url(re.compile("linux-aarch64="))
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#said")).to_have_text("Copied the link")
    assert clipboard() == page.url


def test_download_gives_the_file(page: Page, site: str) -> None:
    page.locator("#platform-macos-arm64").check()
    expect(page).to_have_url(re.compile("macos-arm64="))
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download").first.click()
    assert downloading.value.suggested_filename == "pyproject.toml"
    assert downloading.value.path().read_text(encoding="utf-8") == raw(site, page)


def test_chosen_tab_survives_changes_and_the_way_back(page: Page) -> None:
    page.get_by_text("uv pip", exact=True).click()
    page.locator("#cpu-on-linux-x86_64").check()
    expect(page.locator("#text-uv-pip")).to_contain_text("torch-backend=cpu")
    expect(page.locator("#text-uv-pip")).to_be_visible()
    page.go_back()
    expect(page.locator("#text-uv-pip")).not_to_contain_text("torch-backend=cpu")
    expect(page.locator("#text-uv-pip")).to_be_visible()


def test_forced_change_is_said_and_undo_takes_it_back(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("?linux-x86_64=cu130&layout=markers&torch=2.12.0")
    page.locator("#cpu-on-linux-x86_64").check()
    notices = page.locator("#notices")
    expect(notices).to_contain_text("The layout markers cannot hold these choices")
    expect(page.locator("#layout-extras")).to_be_checked()
    assert link(page)["layout"] == ["extras"]

    notices.get_by_role("link", name="Undo").click()
    expect(page.locator("input#layout-markers")).to_be_checked()
    expect(page.locator("#cpu-on-linux-x86_64")).not_to_be_checked()
    expect(notices).not_to_contain_text("cannot hold")
    assert link(page)["linux-x86_64"] == ["cu130"]


def test_undo_from_the_first_page_goes_back_to_it(page: Page) -> None:
    page.locator("#cpu-on-linux-x86_64").check()
    page.get_by_role("link", name="Undo").click()
    expect(page.locator("#cpu-on-linux-x86_64")).not_to_be_checked()
    expect(page.locator("input#layout-markers")).to_be_checked()


def test_back_and_forward_restore_the_choices(page: Page) -> None:
    page.locator("#platform-linux-aarch64").check()
    expect(page).to_have_url(re.compile("linux-aarch64="))
    page.locator("#layout-groups").check()
    expect(page).to_have_url(re.compile("layout=groups"))

    page.go_back()
    expect(page.locator("#layout-groups")).not_to_be_checked()
    expect(page.locator("#platform-linux-aarch64")).to_be_checked()
    page.go_back()
    expect(page.locator("#platform-linux-aarch64")).not_to_be_checked()
    page.go_forward()
    page.go_forward()
    expect(page.locator("#layout-groups")).to_be_checked()
    expect(page.locator("#text-pyproject")).to_contain_text("[dependency-groups]")


def test_several_accelerators_have_a_way_back_to_one(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard(TWO_ON_LINUX)
    page.get_by_role("link", name="only CPU on Linux x86-64").click()
    expect(page.locator("#cu130-on-linux-x86_64")).not_to_be_checked()
    expect(page.locator("#cpu-on-linux-x86_64")).to_be_focused()
    assert link(page)["linux-x86_64"] == ["cpu"]
    assert link(page)["torch"] == ["2.12.0"]


def test_unticking_the_last_platform_shows_what_the_server_made_of_it(page: Page) -> None:
    page.locator("#platform-linux-x86_64").click()  # not uncheck(), which looks whether it stays so
    expect(page.locator("#notices")).to_contain_text("No platform is chosen")
    expect(page.locator("#platform-linux-x86_64")).to_be_checked()


def test_keyboard_alone_reaches_every_step_and_keeps_the_focus(page: Page) -> None:
    tab_to(page, "platform-macos-arm64")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("macos-arm64=pypi"))
    gets_focus(page, "platform-macos-arm64")

    tab_to(page, "cpu-on-macos-arm64")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("macos-arm64=cpu"))
    gets_focus(page, "cpu-on-macos-arm64")

    tab_to(page, "layout-extras")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("layout=groups"))
    gets_focus(page, "layout-groups")

    tab_to(page, "torch-2.13.0")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("torch=2.12.1"))
    gets_focus(page, "torch-2.12.1")


def test_keyboard_opens_an_impossible_cell_and_takes_the_nearest_choice(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard(WINDOWS_BEHIND)
    cell = "cu129-on-windows-x86_64"
    tab_to(page, cell)
    assert page.evaluate("document.activeElement.getAttribute('aria-disabled')") == "true"
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"CUDA 12\.9 builds for Windows x86-64 ended with torch"))).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("CUDA 12.9 on Windows x86-64")).to_be_checked()
    gets_focus(page, cell)
    assert "cu129" in link(page)["windows-x86_64"]


def test_text_field_keeps_what_is_typed_while_an_answer_arrives(page: Page) -> None:
    page.locator("#fold-more > summary").click()
    page.locator("#platform-macos-arm64").check()
    page.locator("#project").fill("my-model")
    expect(page).to_have_url(re.compile("macos-arm64="))
    expect(page.locator("#project")).to_have_value("my-model")
    page.keyboard.press("Enter")
    expect(page.locator("#text-pyproject")).to_contain_text('name = "my-model"')
    expect(page.locator("#project")).to_be_visible()


def test_choosing_moves_nothing_above_the_choice(page: Page) -> None:
    height = "document.querySelector('#layout-groups').getBoundingClientRect().top + scrollY"
    before = page.evaluate(height)
    page.locator("#layout-groups").check()
    expect(page).to_have_url(re.compile("layout=groups"))
    page.locator("#bound-exact").evaluate("field => field.click()")
    expect(page).to_have_url(re.compile("bound=exact"))
    comes_whole(page)
    assert page.evaluate(height) == pytest.approx(before, abs=0.5)


SHIFTS = """() => { window.shifted = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: 'layout-shift' }) }"""
USE = """id => { const field = document.getElementById(id);
  field.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
  field.focus({ preventScroll: true });
  window.was = [field, document.getElementById('step-torch')].map(each => each.getBoundingClientRect().top);
  field.click();
}"""
MOVED = """id => [id, 'step-torch'].map((each, nth) =>
  Math.round(document.getElementById(each).getBoundingClientRect().top - window.was[nth]))"""


@pytest.mark.parametrize("width", [390, 1280])
def test_what_was_used_stays_in_its_place_and_little_else_moves(open_wizard: Callable[..., Page], width: int) -> None:
    page = open_wizard(WINDOWS, viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page.evaluate(SHIFTS)
    walk = ["layout-extras", "layout-groups", "platform-macos-arm64", "cpu-on-windows-x86_64", "torch-2.13.0"]
    moved = {}
    for place in walk:
        before = page.url
        page.evaluate(USE, place)
        expect(page).not_to_have_url(before)
        comes_whole(page)
        moved[place] = page.evaluate(MOVED, place)
    assert {place: used for place, (used, _) in moved.items()} == dict.fromkeys(walk, 0)
    if width == 390:
        assert moved["platform-macos-arm64"][1] > 20  # so there was something to keep in place
    else:
        assert moved["layout-extras"] == [0, 0]
    assert page.evaluate("window.shifted") < 0.1
