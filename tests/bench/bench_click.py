"""From a click to the result it changes, painted, in chromium: ``uv run python -m tests.bench.bench_click``.

Each choice is met twice: first nobody has asked for its page, then the server has it; and each is clicked in two ways:
at once, and as people do, a little after the pointer came to rest on it. Beside them stands the least any click costs
here: one word from the server, swapped by htmx into the same page. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from shutil import which
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from tests.bench.outside import serving

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
CLICK: Final = """choice => new Promise(tell => {
  document.addEventListener("htmx:after:swap", () => requestAnimationFrame(() => {
    const painted = new MessageChannel();
    painted.port1.onmessage = () => tell(performance.now() - clicked);
    painted.port2.postMessage(0);
  }), { once: true });
  const clicked = performance.now();
  document.querySelector(choice).click();
})"""
ANSWER: Final = """() => {
  const asked = performance.getEntriesByType("resource").filter(entry => entry.initiatorType === "fetch").at(-1);
  return asked.responseEnd - asked.startTime;
}"""
LEAST: Final = """() => {
  const link = "<a id=least hx-get=/healthz hx-target=#word hx-swap=innerHTML></a>";
  document.body.insertAdjacentHTML("afterbegin", `${link}<b id=word></b>`);
  htmx.process(document.getElementById("least"));
}"""
REST_MILLISECONDS: Final = 250
"""From reaching a target to pressing the button, people take longer."""
Times = tuple[float, float]


def main() -> None:
    """Click, and print what it took: in all, and until the server had answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="how often all choices are clicked")
    rounds = parser.parse_args().rounds
    os.environ["DJANGO_SETTINGS_MODULE"] = "wizard.settings"
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://127.0.0.1:{port}/")
        report("first time", walked(page, rests=False))
        report("again", [times for _ in range(rounds) for times in walked(page, rests=False)])
        report("again, after a rest", [times for _ in range(rounds) for times in walked(page, rests=True)])
        page.evaluate(LEAST)
        report("one word", [clicked(page, "#least") for _ in range(rounds * len(CHOICES))])
        browser.close()


def walked(page: Page, *, rests: bool) -> list[Times]:
    """Click through the choices from the start, and return what each took, in milliseconds."""
    times = []
    for choice in CHOICES:
        if rests:
            page.locator(choice).dispatch_event("pointerover", {"bubbles": True, "pointerType": "mouse"})
            page.wait_for_timeout(REST_MILLISECONDS)
        times.append(clicked(page, choice))
    page.evaluate("history.replaceState({}, '', location.pathname)")
    return times


def clicked(page: Page, choice: str) -> Times:
    """Click, wait until it is painted, and let the page settle; return both times."""
    times = float(page.evaluate(CLICK, choice)), float(page.evaluate(ANSWER))
    page.wait_for_timeout(100)
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
