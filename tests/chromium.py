"""The browser that tests, pictures and benches open, and what axe is asked in it."""

from __future__ import annotations

from shutil import which
from typing import Any, Final, Literal

from tests.serving import ROOT

CHROMIUM: Final = which("chromium-headless-shell") or which("chromium") or ""
"""The shell is the same engine without the windows that nobody looks at, and opens a page in a quarter of the time."""
WHOLE: Final = which("chromium") or CHROMIUM
"""The browser as people have it, where it is installed."""
AXE: Final = ROOT / "node_modules/axe-core/axe.min.js"
FINDINGS: Final = """asked => axe.run(
    asked?.part ? document.querySelector(asked.part) : document, {resultTypes: ["violations"], ...asked?.options}
).then(found => found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html}`)))"""
"""Asks axe, once its source is in the page, about all of it or a ``part``, with axe's own ``options``."""
ASKED: Final[dict[Literal["light", "dark"], dict[str, Any]]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
}
"""A dark page differs from a light one in its colours alone, so that only rules about colours can find more there."""
