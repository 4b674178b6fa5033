"""Base addresses of indexes: what can be one, and where below it an index lies."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

PLACE: Final = "{index}"
"""What stands for an index in a base address of which the last part is not the index."""

SCHEMES: Final = frozenset({"http", "https"})
UNFIT: Final = re.compile(r"[\s\"<>\\^`|?#]")
"""What no address holds unquoted (RFC 3986), and what would hide the path that is added to a base."""


def is_address(text: str) -> bool:
    """Say whether this can be the base of an index: http or https, a host, a port that there is."""
    try:
        parts = urlsplit(text)
        return parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0 and not UNFIT.search(text)
    except ValueError:
        return False


def index_address(base: str, index: str) -> str:
    """Return ``https://mirror/whl/cu130``, or where the base has a place for the index, the address with it there.

    Nexus has one repository per index, ``https://nexus/repository/pytorch-{index}/simple``, whose name has no slash:
    ``nightly/cu130`` becomes ``nightly-cu130``.
    """
    return base.replace(PLACE, index.replace("/", "-")) if PLACE in base else f"{base}/{index}"
