"""Take a picture of every page as everybody sees it: ``uv run python -m tests.screenshots``.

They are written to ``tests/browser/screenshots/``, which git ignores, for somebody to look at; nothing is asserted but
that the pages can be shown. With ``--axe`` it also prints what axe finds on each.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import django
from playwright.sync_api import Error, sync_playwright

from tests.chromium import ASKED, AXE, FINDINGS, WHOLE
from tests.screenshots.pages import PAGES, WINDOW
from tests.serving import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.screenshots.pages import Shown

FOLDER: Final = ROOT / "tests/browser/screenshots"
PATIENCE: Final = 20_000
TALLEST: Final = 12_000
"""Chromium draws no picture much taller than this."""
DRAWER: Final = 3_600
"""In a window so tall a drawer shows all it has."""
ACCEPTED: Final = {"en": "en-US", "ja": "ja-JP", "zh-hans": "zh-CN"}
SCREENS: Final[dict[str, dict[str, Any]]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
COLOURS: Final[dict[str, dict[str, Any]]] = dict(ASKED.items())
ALSO_PRINTED: Final = {"wizard-rich", "wizard-reasons", "doctor-mended", "matrix", "short-link"}
"""And shown in forced colours."""
HEIGHT: Final = "document.documentElement.scrollHeight"
TOO_WIDE: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """Where pictures are taken, and what of each page is looked at beside them."""

    site: str
    folder: Path
    axe: str
    found: Counter[str]


def main() -> int:
    """Take the pictures that are asked for, or all."""
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'shown.sqlite3'}"
        pages = [page for page in _stocked(database) if asked.only in page.slug]
        settings = {"VERIFY_ENABLED": "1", "SHORT_LINKS_PER_HOUR": "1", "BEHIND_PROXY": "1", "LOG_LEVEL": "CRITICAL"}
        with serving(database, 1, **settings) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=WHOLE, args=["--no-sandbox"])
            axe = AXE.read_text(encoding="utf-8") if asked.axe else ""
            studio = Studio(site=server.address, folder=asked.folder, axe=axe, found=Counter())
            for name in asked.screens:
                for language in asked.languages:
                    _take(studio, browser, (name, language), pages)
            browser.close()
    _report(studio.found)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--axe", action="store_true", help="say what axe finds on each page")
    parser.add_argument("--only", default="", help="a part of the names of the pages to take")
    parser.add_argument("--languages", nargs="+", default=list(ACCEPTED), choices=list(ACCEPTED))
    parser.add_argument("--screens", nargs="+", default=list(SCREENS), choices=list(SCREENS))
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the pictures go")
    return parser.parse_args()


def _stocked(database: str) -> tuple[Shown, ...]:
    """Fill a database with all that pages show, before playwright takes the thread, and return the pages."""
    os.environ |= {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "wizard.settings"}
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  # only after that

    from tests.screenshots.stock import stock  # noqa: PLC0415
    from wizard.catalogue.loading import load_catalogue  # noqa: PLC0415
    from wizard.catalogue.storing import store_shipped  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    store_shipped()
    stock(load_catalogue())
    return PAGES


def _take(studio: Studio, browser: Browser, setting: tuple[str, str], pages: list[Shown]) -> None:
    """Take all pages on one screen in one language."""
    screen, language = setting
    context = browser.new_context(locale=ACCEPTED[language], reduced_motion="reduce", **SCREENS[screen])
    context.set_default_timeout(PATIENCE)
    for shown in pages:
        named = f"{shown.slug}-{screen}-{language}"
        try:
            page = _opened(context, studio.site, shown)
            for medium in _media(shown, screen):
                _picture(studio, page, shown, (named, medium))
        except Error as error:
            studio.found["not shown"] += 1
            sys.stdout.write(f"{named}: {str(error).splitlines()[0]}\n")
        for page in context.pages:
            page.close()
        context.clear_cookies()
    context.close()


def _opened(context: BrowserContext, site: str, shown: Shown) -> Page:
    page = context.new_page()
    page.goto(f"{site}{shown.address}")
    page.evaluate("localStorage.clear()")
    shown.act(page)
    page.wait_for_timeout(50)
    return page


def _media(shown: Shown, screen: str) -> Iterator[str]:
    yield from COLOURS
    if screen == "desktop" and shown.slug in ALSO_PRINTED:
        yield from ("print", "forced")


def _picture(studio: Studio, page: Page, shown: Shown, named: tuple[str, str]) -> None:
    name, medium = named
    page.emulate_media(
        color_scheme="dark" if medium == "dark" else "light",
        media="print" if medium == "print" else "screen",
        forced_colors="active" if medium == "forced" else "none",
    )
    path = studio.folder / f"{name}-{medium}.png"
    if shown.part == WINDOW:
        page.screenshot(path=path)
    else:
        _whole(page, path, shown.part)
    if medium in COLOURS:
        _examine(studio, page, (name, medium), shown.part)


def _whole(page: Page, path: Path, part: str) -> None:
    """Take all of a page or a part by a window as tall as it, or as a drawer needs.

    A picture beyond the window forgets that this is a phone.
    """
    window = page.viewport_size or {"width": 0, "height": 0}
    tall = DRAWER if part else max(window["height"], min(page.evaluate(HEIGHT), TALLEST))
    phone = page.evaluate("matchMedia('(pointer: coarse)').matches")
    if phone:
        page.set_viewport_size({"width": window["width"], "height": tall})
    if part:
        page.locator(part).first.screenshot(path=path)
    else:
        page.screenshot(path=path, full_page=not phone, clip={"x": 0, "y": 0, "width": window["width"], "height": tall})
    if phone:
        page.set_viewport_size(window)


def _examine(studio: Studio, page: Page, named: tuple[str, str], part: str) -> None:
    """Count and print what is wrong: wider than the screen and, where axe is asked, what it finds."""
    found = [f"{wide} pixels too wide"] if (wide := page.evaluate(TOO_WIDE)) else []
    if studio.axe:
        page.evaluate(studio.axe)
        found += page.evaluate(FINDINGS, {"part": part.removeprefix(WINDOW), "options": COLOURS[named[1]]})
    studio.found[" ".join(("looked at", *named[0].rsplit("-", 2)[-1:], named[1]))] += 1
    for one in found:
        studio.found[f"{one.partition(':')[0]}, {named[1]}"] += 1
        sys.stdout.write(f"{'-'.join(named)}: {one[:300]}\n")


def _report(found: Counter[str]) -> None:
    for what, times in sorted(found.items()):
        sys.stdout.write(f"{times:5} {what}\n")


if __name__ == "__main__":
    sys.exit(main())
