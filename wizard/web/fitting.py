"""Which accelerator fits a machine: the facts that a script in the browser holds a driver and a card against.

What somebody pastes there is read there and sent nowhere, so the judging is done by ``static/fitting.js``.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final, NamedTuple

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

from wizard.answering.wording import per_language
from wizard.catalogue import shipped
from wizard.catalogue.facts import Kind
from wizard.catalogue.loading import load_catalogue
from wizard.web.fitting_words import WORDS
from wizard.web.languages import without_language
from wizard.web.media_types import JSON
from wizard.web.reading import reads

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wizard.catalogue.facts import Catalogue

HARDWARE: Final = "hardware.toml"
ON_CARDS: Final = (Kind.CUDA, Kind.ROCM, Kind.XPU)
YEAR: Final = 31_536_000


class DriverLine(NamedTuple):
    """CUDA versions with the same minimum drivers; empty where that is not known."""

    accelerators: tuple[str, ...]
    linux: str
    windows: str


class Facts(NamedTuple):
    """The facts as they are sent, and the digest by which a browser may keep them."""

    body: bytes
    digest: str


@reads
def fitting(request: HttpRequest) -> HttpResponse:
    """Answer with the facts; for ever, where they are asked for by their own digest."""
    facts = facts_of(load_catalogue())
    response = HttpResponse(facts.body, content_type=JSON)
    if without_language(request.META.get("QUERY_STRING", "")) == facts.digest:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response


@per_language(1)
def facts_of(catalogue: Catalogue) -> Facts:
    """Return the drivers accelerators need, the cards there are, what was built for which, and the words for it."""
    hardware = shipped.table(HARDWARE)
    amdgpu = {slug: row["driver"] for row in hardware["amdgpu"] for slug in row["accelerators"]}
    needs = [
        {
            "slug": found.slug,
            "label": found.label,
            "kind": found.kind.value,
            "linux": found.driver_linux or amdgpu.get(found.slug, ""),
            "windows": found.driver_windows,
        }
        for found in catalogue.accelerators.values()
        if found.kind in ON_CARDS
    ]
    facts = {"accelerators": needs, "cards": hardware["cards"], "kernels": hardware["kernels"]}
    facts["words"] = {name: str(text) for name, text in WORDS.items()}
    body = json.dumps(facts, separators=(",", ":")).encode()
    return Facts(body=body, digest=hashlib.sha256(body).hexdigest()[:16])


def drivers_of(catalogue: Catalogue) -> tuple[DriverLine, ...]:
    """Return which drivers CUDA needs at the least, the newest first."""
    lines: dict[tuple[str, str], list[str]] = {}
    for found in reversed(list(catalogue.accelerators.values())):
        if found.kind is Kind.CUDA:
            lines.setdefault((found.driver_linux, found.driver_windows), []).append(found.slug)
    return tuple(
        DriverLine(accelerators=tuple(slugs), linux=linux, windows=windows) for (linux, windows), slugs in lines.items()
    )
