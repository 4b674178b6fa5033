"""Axe finds nothing, whatever the width and the colours; nothing is wider than the smallest screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
FINDINGS = "axe.run().then(found => found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html}`)))"


@pytest.fixture(params=[320, 1280])
def width(request: pytest.FixtureRequest) -> int:
    """Return a narrow and a wide screen's width."""
    return int(request.param)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("address", ["embed/?linux-x86_64=cu130&macos-arm64=pypi", "embed/?linux-x86_64=cu999", "p/"])
def test_axe_finds_nothing_in_a_frame_or_the_list_of_presets(
    open_wizard: Callable[..., Page], axe: str, address: str, colours: str, width: int
) -> None:
    page = open_wizard(address, color_scheme=colours, viewport={"width": width, "height": 800})
    page.evaluate(OPEN_EVERYTHING)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe)
    assert page.evaluate(FINDINGS) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("link", LINKS)
def test_axe_finds_nothing(open_wizard: Callable[..., Page], axe: str, link: str, colours: str, width: int) -> None:
    page = open_wizard(LINKS[link], color_scheme=colours, viewport={"width": width, "height": 800})
    page.evaluate(OPEN_EVERYTHING)
    page.evaluate(axe)
    assert page.evaluate(FINDINGS) == []


@pytest.mark.parametrize("link", LINKS)
def test_nothing_is_wider_than_320_pixels(open_wizard: Callable[..., Page], link: str) -> None:
    page = open_wizard(LINKS[link], viewport={"width": 320, "height": 800})
    page.evaluate(OPEN_EVERYTHING)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_forced_colours_still_show_what_is_chosen(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard(forced_colors="active")
    chosen = page.locator("label:has(#torch-2\\.13\\.0)")
    assert chosen.evaluate("label => getComputedStyle(label).outlineStyle") == "solid"


def test_print_shows_the_outputs_and_not_the_form(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator("#text-commands").is_visible()
    assert not page.locator("#choices").is_visible()
