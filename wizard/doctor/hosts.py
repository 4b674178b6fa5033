"""Whose an address is, by its host."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

PYTORCH: Final = "download.pytorch.org"
ASTRAL: Final = "wheels.astral.sh"
"""Its addresses end with an accelerator, but what it serves is built against torch, and not torch."""
PYG: Final = "data.pyg.org"
VENDORS: Final = re.compile(r"pypi\.jetson-ai-lab\.\w+|jetson\.webredirect\.org|pypi\.nvidia\.com")
"""Hosts with builds of their own, whose addresses, ``…/jp6/cu126``, end as PyTorch's do."""


@lru_cache(maxsize=1_000)
def host_of(url: str) -> str:
    """Return an address's host, nothing where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_vendors(url: str) -> bool:
    """Say whether an address is a vendor's."""
    return VENDORS.fullmatch(host_of(url)) is not None
