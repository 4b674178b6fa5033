"""Writes a requirement anew where one part of it changes, and leaves the rest as it is spelled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Path

PARTS: Final = re.compile(
    r"(?P<name>\s*[A-Za-z0-9._-]+)(?P<extras>\s*\[[^\]]*\])?(?P<between>\s*)(?P<specifier>[^;@]*?)(?P<rest>\s*(;.*)?)\Z",
    re.DOTALL,
)
"""A requirement (PEP 508) without an address."""


def _with_specifier(text: str, specifier: str) -> str:
    """Return a requirement with other versions."""
    parts = PARTS.match(text)
    return f"{parts['name']}{parts['extras'] or ''}{specifier}{parts['rest']}" if parts else text


def _with_name(text: str, name: str) -> str:
    """Return a requirement on another package, without extras."""
    parts = PARTS.match(text)
    return f"{name}{parts['between']}{parts['specifier']}{parts['rest']}" if parts else text


def _with_marker(text: str, marker: str) -> str:
    """Return a requirement that holds only where a marker does, too."""
    requirement, _, present = (part.strip() for part in text.partition(";"))
    both = [present, marker] if present else [marker]
    joined = " and ".join(f"({one})" if " or " in one and present else one for one in both)
    return f"{requirement} ; {joined}"


def put_name(draft: Draft, path: Path, name: str) -> None:
    """Have a requirement of a file ask for another package."""
    draft.put(path, _with_name(str(draft.value(path)), name))


def put_marker(draft: Draft, path: Path, marker: str) -> None:
    """Keep a requirement of a file to where a marker holds."""
    draft.put(path, _with_marker(str(draft.value(path)), marker))


def put_specifier(draft: Draft, path: Path, specifier: str) -> None:
    """Give a requirement of a file other versions."""
    draft.put(path, _with_specifier(str(draft.value(path)), specifier))
