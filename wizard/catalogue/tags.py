"""Which machines and Pythons a wheel's tags admit, as ``packaging`` and uv read them (PEP 425)."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms, parse_tag

from wizard.catalogue.facts import KNOWN_PYTHONS, minor

if TYPE_CHECKING:
    from collections.abc import Sequence

NEWEST_GLIBC: Final = 39
OLDEST_GLIBC: Final = 5
LEGACY_MANYLINUX: Final = ("manylinux2014", "manylinux2010", "manylinux1")


@lru_cache
def platform_tags(platform: str) -> tuple[str, ...]:
    """Return the platform tags a current machine of this platform accepts, best first.

    Linux is glibc 2.39, macOS is 15: what a supported system of 2026 has.
    """
    system, machine = platform.split("-")
    if system == "linux":
        numbered = [f"manylinux_2_{glibc}_{machine}" for glibc in range(NEWEST_GLIBC, OLDEST_GLIBC - 1, -1)]
        return (*numbered, *(f"{name}_{machine}" for name in LEGACY_MANYLINUX), f"linux_{machine}")
    if system == "macos":
        return tuple(mac_platforms((15, 0), machine))
    return ("win_amd64",) if machine == "x86_64" else ("win_arm64",)


def interpreter_tags(platform: str, python: str) -> Sequence[Tag]:
    """Return every tag CPython ``3.12`` accepts on this platform, best first."""
    version = (3, minor(python))
    platforms = platform_tags(platform)
    interpreter = f"cp3{version[1]}"
    return [
        *cpython_tags(version, platforms=platforms),
        *compatible_tags(version, interpreter, platforms),
    ]


@lru_cache
def platforms_of(platform_tag: str, platforms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the platforms a (possibly compressed) platform tag fits."""
    tags = set(platform_tag.split("."))
    return tuple(slug for slug in platforms if tags & {*platform_tags(slug), "any"})


@lru_cache
def pythons_of(python_tag: str, abi_tag: str) -> tuple[str, ...]:
    """Return the known CPythons (with the GIL) whose tags include this pair."""
    wanted = {(tag.interpreter, tag.abi) for tag in parse_tag(f"{python_tag}-{abi_tag}-any")}
    return tuple(python for python in KNOWN_PYTHONS if wanted & _pairs(python))


@lru_cache
def _pairs(python: str) -> frozenset[tuple[str, str]]:
    version = (3, minor(python))
    tags = chain(
        cpython_tags(version, abis=[f"cp3{version[1]}"], platforms=["any"]),
        compatible_tags(version, f"cp3{version[1]}", ["any"]),
    )
    return frozenset((tag.interpreter, tag.abi) for tag in tags)
