"""What PyTorch's wheels were built for, release by release, as far as somebody wrote it down."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from packaging.version import Version

from wizard.catalogue import shipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernels:
    """For which architectures the wheels of some accelerators hold code, from one release to another."""

    accelerators: frozenset[str]
    platforms: frozenset[str]
    archs: tuple[str, ...]
    since: str
    until: str

    def covers(self, torch: str) -> bool:
        """Say whether a release is meant."""
        return Version(self.since) <= Version(torch) <= Version(self.until)


@cache
def kernels() -> tuple[Kernels, ...]:
    """Return everything that is written down."""
    return tuple(
        Kernels(
            accelerators=frozenset(row["accelerators"]),
            platforms=frozenset(row["platforms"]),
            archs=tuple(row["archs"].split()),
            since=row["since"],
            until=row["until"],
        )
        for row in shipped.table("hardware.toml")["kernels"]
    )


@lru_cache(maxsize=1_000)
def built_for(accelerator: str, platforms: frozenset[str], torch: str) -> tuple[str, str] | None:
    """Return the lowest and the highest compute capability that runs on all of these machines, where that is known."""
    ranges = []
    for platform in platforms:
        row = next((one for one in kernels() if _tells(one, accelerator, platform) and one.covers(torch)), None)
        if row is None:
            return None
        ranges.append((row.archs[0], row.archs[-1]))
    return max((low for low, _ in ranges), key=Version), min((high for _, high in ranges), key=Version)


def _tells(row: Kernels, accelerator: str, platform: str) -> bool:
    return accelerator in row.accelerators and platform in row.platforms
