"""Reads where packages come from: sources, indexes, and whose index an address is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from wizard.doctor.hosts import is_vendors
from wizard.doctor.project import IndexEntry, Member, SourceEntry
from wizard.doctor.tables import CONFLICTS, INDEXES, SOURCES, UV
from wizard.doctor.values import name, numbered, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Path, Place
    from wizard.doctor.project import Places

KINDS: Final = ("index", "git", "url", "path", "workspace")
PYPI: Final = "pypi"
"""The accelerator of PyPI's builds, which no address tells."""
LAST_OF_NAME: Final = re.compile(r"[a-z0-9.]+$")
"""What a Nexus repository's name, ``pytorch-nightly-cu130``, ends with."""
NIGHTLY: Final = "nightly"


def sources_in(data: Mapping[str, Any], places: Places) -> Iterator[SourceEntry]:
    """Yield the entries of ``tool.uv.sources``, written as a table or as a list of them."""
    for package, value in table(data, *SOURCES).items():
        path = (*SOURCES, package)
        entries = [(path, value)] if isinstance(value, dict) else list(numbered(value, path))
        for place, entry in entries:
            if isinstance(entry, dict):
                yield _source(package, entry, places[place])


def _source(package: str, entry: Mapping[str, Any], place: Place) -> SourceEntry:
    return SourceEntry(
        package=name(package),
        kind=next((kind for kind in KINDS if kind in entry), ""),
        index=text(entry.get("index")),
        extra=name(entry.get("extra")),
        group=name(entry.get("group")),
        marker=text(entry.get("marker")),
        place=place,
        settings=dict(entry),
    )


def indexes_in(data: Mapping[str, Any], places: Places, catalogue: Catalogue) -> Iterator[IndexEntry]:
    """Yield the indexes; one without an address is none."""
    for path, entry in numbered(table(data, *UV).get("index"), INDEXES):
        if isinstance(entry, dict) and isinstance(entry.get("url"), str):
            yield index_entry(entry, places[path], catalogue)


def index_entry(entry: Mapping[str, Any], place: Place, catalogue: Catalogue) -> IndexEntry:
    """Return an index's settings, with the accelerator its address tells."""
    accelerator, nightly = accelerator_of(entry["url"], catalogue)
    return IndexEntry(
        name=text(entry.get("name")),
        url=entry["url"],
        explicit=entry.get("explicit") is True,
        default=entry.get("default") is True,
        format=text(entry.get("format")) or "simple",
        accelerator=accelerator,
        nightly=nightly,
        place=place,
        settings=dict(entry),
    )


def accelerator_of(url: str, catalogue: Catalogue) -> tuple[str, bool]:
    """Return the accelerator an index's address ends with, and whether it is a nightly one.

    ``…/whl/cu130/``, ``…/whl/nightly/cu130``, and ``…/pytorch-nightly-cu130/simple`` at a mirror. What a vendor built
    itself is no mirror of PyTorch's.
    """
    if is_vendors(url):
        return "", False
    parts = [part for part in _path(url).lower().split("/") if part]
    if parts and parts[-1] == "simple":
        parts.pop()
    last = parts[-1] if parts else ""
    found = LAST_OF_NAME.search(last)
    slug = found.group() if found else ""
    if slug not in catalogue.accelerators or not catalogue.accelerators[slug].index:
        return "", False
    return slug, NIGHTLY in parts[-2:-1] or NIGHTLY in last.split("-")


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def conflicts_in(data: Mapping[str, Any], places: Places) -> Iterator[tuple[Member, ...]]:
    """Yield the sets of extras and groups that exclude one another."""
    for path, members in numbered(table(data, *UV).get("conflicts"), CONFLICTS):
        yield tuple(
            _member(entry, places[place]) for place, entry in numbered(members, path) if isinstance(entry, dict)
        )


def _member(entry: Mapping[str, Any], place: Place) -> Member:
    kind = next((kind for kind in ("extra", "group") if kind in entry), "package")
    return Member(kind=kind, name=name(entry.get(kind)), package=name(entry.get("package")), place=place)


def settings_paths(data: Mapping[str, Any]) -> Iterator[tuple[str, Path, object]]:
    """Yield the settings of ``[tool.uv]`` and ``[tool.uv.pip]`` with their paths."""
    for key, value in table(data, *UV).items():
        if key not in {"sources", "index", "conflicts", "pip"}:
            yield key, (*UV, key), value
    for key, value in table(data, *UV, "pip").items():
        yield f"pip.{key}", (*UV, "pip", key), value
