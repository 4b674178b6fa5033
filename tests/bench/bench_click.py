"""From a click to the result it changes, painted, in chromium: ``uv run python -m tests.bench.bench_click``.

Each choice is met twice: first nobody has asked for its page, then the server has it. Nothing is asserted.
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
STOPWATCH: Final = """() => {
  addEventListener("click", () => { window.clicked = performance.now(); window.took = null }, true);
  document.addEventListener("htmx:after:swap", () => requestAnimationFrame(() => {
    const painted = new MessageChannel();
    painted.port1.onmessage = () => { window.took = performance.now() - window.clicked };
    painted.port2.postMessage(0);
  }));
}"""
ANSWER: Final = """() => {
  const asked = performance.getEntriesByType("resource").filter(entry => entry.initiatorType === "fetch").at(-1);
  return asked.responseEnd - asked.startTime;
}"""
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
        page.evaluate(STOPWATCH)
        first = walked(page)
        again = [times for _ in range(rounds) for times in walked(page)]
        browser.close()
    report("first time", first)
    report("again", again)


def walked(page: Page) -> list[Times]:
    """Click through the choices from the start, and return what each took, in milliseconds."""
    times = []
    for choice in CHOICES:
        page.locator(choice).evaluate("field => field.click()")
        while (took := page.evaluate("window.took")) is None:
            page.wait_for_timeout(20)
        times.append((float(took), float(page.evaluate(ANSWER))))
        page.wait_for_timeout(100)
    page.evaluate("history.replaceState({}, '', location.pathname)")
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
