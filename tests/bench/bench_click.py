"""From a click to the result it changes, painted, in chromium: ``uv run python -m tests.bench.bench_click``.

Each choice is met again and again: at first nobody has asked for its page, later a worker of the server has it, where
the same worker was asked. Each is used in two ways: by a key, and by a pointer that rested on it a little before, as
pointers do. Painted is what is in the window; the rest of the page follows. Beside them stands the least any click
costs here: one word from the server, swapped by htmx into the same page. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from tests.bench.outside import serving
from tests.chromium import WHOLE

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHOICES: Final = (
    "#with-torchvision",
    "#platform-macos-arm64",
    "#layout-extras",
    "#layout-groups",
    "#torch-2\\.12\\.0",
    "#cpu-on-linux-x86_64",
    "#platform-windows-x86_64",
    "#with-torchaudio",
    "#torch-2\\.13\\.0",
    "#explain",
)
EXPECT: Final = """() => {
  window.painted = new Promise(tell => {
    addEventListener("click", ({ timeStamp: clicked }) => {
      document.addEventListener("htmx:after:swap", () => requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => tell(performance.now() - clicked);
        painted.port2.postMessage(0);
      }), { once: true });
    }, { capture: true, once: true });
  });
}"""
ANSWER: Final = """() => {
  const asked = performance.getEntriesByType("resource").filter(entry => entry.initiatorType === "fetch").at(-1);
  return asked.responseEnd - asked.startTime;
}"""
LEAST: Final = "#least"
ADD_LEAST: Final = """() => {
  const link = "<a id=least href=# hx-get=/healthz hx-target=#word hx-swap=innerHTML></a>";
  document.body.insertAdjacentHTML("afterbegin", `${link}<b id=word></b>`);
  htmx.process(document.getElementById("least"));
}"""
REST_MILLISECONDS: Final = 250
"""From reaching a target to pressing the button, people take longer."""
SETTLE_MILLISECONDS: Final = 150
BACK_AND_FORTH: Final = range(2)
"""A second walk takes back what the first one ticked, and meets other pages."""
Times = tuple[float, float]


def main() -> None:
    """Click, and print what it took: in all, and until the server had answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="how often all choices are clicked")
    rounds = parser.parse_args().rounds
    os.environ["DJANGO_SETTINGS_MODULE"] = "wizard.settings"
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=WHOLE, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://127.0.0.1:{port}/")
        page.evaluate("performance.setResourceTimingBufferSize(100_000)")
        page.locator("#fold-more > summary").click()
        report("first time, by key", [times for _ in BACK_AND_FORTH for times in walked(page, rests=False)])
        report("again, by key", [times for _ in range(rounds) for times in walked(page, rests=False)])
        report("by pointer", [times for _ in range(rounds) for times in walked(page, rests=True)])
        page.evaluate(ADD_LEAST)
        report("one word", [clicked(page, LEAST, rests=False) for _ in range(rounds * len(CHOICES))])
        browser.close()


def walked(page: Page, *, rests: bool) -> list[Times]:
    """Use each choice, from wherever the walk before ended, and return what each took, in milliseconds.

    The address then names no choices, so that the first step of the next walk is told of none before it.
    """
    times = [clicked(page, choice, rests=rests) for choice in CHOICES]
    page.evaluate("history.replaceState({}, '', location.pathname)")
    return times


def clicked(page: Page, choice: str, *, rests: bool) -> Times:
    """Use a choice, by pointer or by key, wait until it is painted, and let the page settle; return both times."""
    field = page.locator(choice)
    spot = field.locator("xpath=ancestor-or-self::*[self::label or self::a]").last
    if rests:
        spot.hover()
        page.wait_for_timeout(REST_MILLISECONDS)
    else:
        field.focus()
    page.evaluate(EXPECT)
    if rests:
        page.mouse.down()
        page.mouse.up()
    else:
        field.press("Space" if choice != LEAST else "Enter")
    times = float(page.evaluate("painted")), float(page.evaluate(ANSWER))
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    return times


def report(label: str, times: list[Times]) -> None:
    """Print the fastest, which a busy machine disturbs least, the middle and the 95th percentile."""
    for part, name in enumerate(("painted", "answered")):
        values = [each[part] for each in times]
        figures = {"fastest": min(values), "median": median(values), "p95": quantiles(values, n=20)[-1]}
        told = ", ".join(f"{at} {milliseconds:.1f} ms" for at, milliseconds in figures.items())
        sys.stdout.write(f"{label}, {name}: {told}\n")


if __name__ == "__main__":
    main()
