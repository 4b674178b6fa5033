"""The replica's pages: PEP 503 project lists and file lists, PEP 658 metadata, each made once and kept."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from packaging.utils import canonicalize_name

from tests.replica.dependencies import COPIED
from tests.replica.metadata import metadata, needs
from tests.replica.wheels import OfferedWheel, offered_wheels

if TYPE_CHECKING:
    from collections.abc import Iterable

HTML: Final = "text/html; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"
ROOT: Final = "/whl/"
METADATA_SUFFIX: Final = ".metadata"
Answer = tuple[str, bytes]
"""A content type and a body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Every offered wheel, by the addresses it is reached at."""

    indexes: dict[str, dict[str, list[OfferedWheel]]] = field(default_factory=dict)
    files: dict[str, OfferedWheel] = field(default_factory=dict)


@cache
def site() -> Site:
    """Sort the offered wheels by index and package, and by path."""
    indexes: dict[str, dict[str, list[OfferedWheel]]] = defaultdict(lambda: defaultdict(list))
    for wheel in offered_wheels():
        indexes[wheel.index][wheel.package].append(wheel)
    return Site(indexes=dict(indexes), files={wheel.path: wheel for wheel in offered_wheels()})


@cache
def answer(path: str) -> Answer | None:
    """Return what a path below ``/whl/`` answers, with or without its last slash; wheels themselves are nowhere."""
    if not path.startswith(ROOT):
        return None
    rest = unquote(path.removeprefix(ROOT))
    if rest.endswith(METADATA_SUFFIX):
        wheel = site().files.get(rest.removesuffix(METADATA_SUFFIX))
        return (TEXT, metadata(wheel.package, wheel.version).encode()) if wheel else None
    index, package = _parts(rest)
    packages = site().indexes.get(index, {})
    if not package:
        return (HTML, _page(index, map(_project_link, sorted({*packages, *COPIED})))) if packages else None
    wheels = packages.get(canonicalize_name(package))
    return (HTML, _page(package, map(_file_link, wheels))) if wheels else None


def copied(path: str) -> str | None:
    """Return the package whose page below an index is a copy of PyPI's, if the path is such a page."""
    index, package = _parts(path.removeprefix(ROOT))
    return package if package in COPIED and index in site().indexes else None


def _parts(path: str) -> tuple[str, str]:
    """Return the index and the package a path names; an index may lie in a folder, ``nightly/cu130``."""
    path = path.strip("/")
    if path in site().indexes:
        return path, ""
    index, _, package = path.rpartition("/")
    return index, package


def _page(title: str, links: Iterable[str]) -> bytes:
    body = "\n".join(f"    {link}<br/>" for link in links)
    return f"<!DOCTYPE html>\n<html>\n  <body>\n    <h1>{escape(title)}</h1>\n{body}\n  </body>\n</html>\n".encode()


def _project_link(package: str) -> str:
    return f'<a href="{package}/">{package}</a>'


def _file_link(wheel: OfferedWheel) -> str:
    digest = hashlib.sha256(wheel.path.encode()).hexdigest()
    attributes = ' data-dist-info-metadata="true" data-core-metadata="true"'
    python = needs(wheel.package, wheel.version).python
    if python:
        attributes += f' data-requires-python="{escape(python)}"'
    return f'<a href="{ROOT}{quote(wheel.path)}#sha256={digest}"{attributes}>{wheel.filename}</a>'
