"""Where an index lies below a base address."""

from __future__ import annotations

from typing import Final

PLACE: Final = "{index}"
"""What stands for an index in a base address of which the last part is not the index."""


def index_address(base: str, index: str) -> str:
    """Return ``https://mirror/whl/cu130``, or where the base has a place for the index, the address with it there.

    Nexus has one repository per index, ``https://nexus/repository/pytorch-{index}/simple``, whose name has no slash:
    ``nightly/cu130`` becomes ``nightly-cu130``.
    """
    return base.replace(PLACE, index.replace("/", "-")) if PLACE in base else f"{base}/{index}"
