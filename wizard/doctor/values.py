"""Looks into what TOML gave, which may be anything: a value of the wrong type is as good as none."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.doctor.findings import Path


def table(value: object, *keys: str) -> Mapping[str, Any]:
    """Return the table at the end of some keys, an empty one where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """Return a string, the empty one where it is something else."""
    return value if isinstance(value, str) else ""


def name(value: object) -> str:
    """Return a package's, extra's or group's name, normalized."""
    return canonicalize_name(text(value))


def items(value: object) -> list[Any]:
    """Return an array's items, none where it is no array."""
    return value if isinstance(value, list) else []


def listed(value: object) -> list[Any]:
    """Return an array's items, or the one string that may be written in its place."""
    return [value] if isinstance(value, str) else items(value)


def numbered(value: object, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield an array's items, each with its path."""
    for number, item in enumerate(items(value)):
        yield (*path, number), item


def requirement(value: object) -> Requirement | None:
    """Return a requirement (PEP 508), if it is one."""
    return _requirement(text(value))


@lru_cache(maxsize=8192)
def _requirement(text: str) -> Requirement | None:
    """Read a requirement once; a file is examined anew after every mend."""
    try:
        return Requirement(text)
    except (InvalidRequirement, RecursionError):
        return None


def specifiers(value: object) -> SpecifierSet | None:
    """Return a set of version specifiers (PEP 440), if it is one."""
    try:
        return SpecifierSet(value) if isinstance(value, str) else None
    except InvalidSpecifier:
        return None
