"""A few hundred distinct links that exist, from the shipped files: what a cold preview is asked for."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from packaging.version import Version

from wizard.catalogue import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPICAL = "linux-x86_64=cu130&windows-x86_64=cu130&macos-arm64=pypi&with=torchvision&torch=2.13.0"
OTHER_MACHINES = ("", "&macos-arm64=pypi", "&windows-x86_64=pypi&macos-arm64=pypi&with=torchvision")
LAYOUTS = ("markers", "groups")


def distinct_links(count: int) -> list[str]:
    """Return links that differ in machines, accelerator, release and layout, in an order that is always the same."""
    return list(islice(_links(), count))


def _links() -> Iterator[str]:
    cells = sorted(
        {
            (Version(row["version"]).public, row["index"])
            for row in shipped.rows("wheels.csv")
            if row["package"] == "torch" and "linux" in row["platform_tag"] and row["platform_tag"].endswith("x86_64")
        },
        key=lambda cell: (Version(cell[0]), cell[1]),
        reverse=True,
    )
    for layout in LAYOUTS:
        for others in OTHER_MACHINES:
            for torch, accelerator in cells:
                yield f"linux-x86_64={accelerator}{others}&torch={torch}&layout={layout}"
