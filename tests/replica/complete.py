"""Every published wheel of the shipped catalogue as the indexes list it, for those who read indexes.

Unlike the judge's pages nothing is left out for being half-known and nothing is inferred. PyTorch's indexes lie below
``/whl/``, PyPI's below ``/pypi/simple/``. A triton hosted at the root stands on every index's page (note 1), which is
what ``load_catalogue()`` makes of its rows; the other files at the root stand where they were recorded.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from packaging.version import Version

from tests.replica.metadata import metadata, needs, pypi_metadata
from tests.replica.wheels import CATALOGUE, filename_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

JSON: Final = "application/vnd.pypi.simple.v1+json"
HTML: Final = "text/html; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"
PYPI: Final = "pypi"
METADATA_SUFFIX: Final = ".metadata"
Row = dict[str, str]
Answer = tuple[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One file of a page, and the path it lies at."""

    row: Row
    filename: str
    path: str

    @property
    def metadata(self) -> bytes:
        """Its METADATA: PyPI's builds name their CUDA, those of an index are one CUDA each."""
        write = pypi_metadata if self.row["index"] == PYPI else metadata
        return write(self.row["package"], Version(self.row["version"])).encode()

    @property
    def python(self) -> str:
        """Its Requires-Python."""
        return needs(self.row["package"], Version(self.row["version"])).python or ""


@cache
def published() -> tuple[Row, ...]:
    """Read the shipped rows of what is still there."""
    with CATALOGUE.open(newline="") as source:
        return tuple(row for row in csv.DictReader(source) if row["removed"] != "yes")


class CompleteSite:
    """Pages made of rows like those of ``wheels.csv``, each when it is first asked for."""

    def __init__(self, rows: Sequence[Row], *, json_everywhere: bool = False) -> None:
        """Sort the rows into pages; PyPI has JSON as it really does, PyTorch's indexes only if asked."""
        self.json_everywhere = json_everywhere
        self.pages: dict[str, dict[str, Listed]] = defaultdict(dict)
        self.files: dict[str, Listed] = {}
        indexes = dict.fromkeys(row["index"] for row in rows if row["index"] != PYPI)
        for row in rows:
            self._add(row["index"], _listed(row))
        for row in filter(_is_everywhere, rows):
            for index in indexes:
                self._add(index, _listed(row))
        self._made: dict[tuple[str, bool], Answer | None] = {}

    def _add(self, index: str, listed: Listed) -> None:
        """List a file on its page and on the root's; what an index has in its own directory stands there once."""
        package = listed.row["package"]
        folder = "/pypi/simple" if index == PYPI else f"/whl/{index}"
        self.pages[f"{folder}/{package}"].setdefault(listed.filename, listed)
        self.files.setdefault(listed.path, listed)
        if index != PYPI:
            self.pages[f"/whl/{package}"].setdefault(listed.path, listed)

    def answer(self, path: str, accept: str) -> Answer | None:
        """Return content type and body, JSON where it is served and wanted."""
        as_json = JSON in accept and (self.json_everywhere or path.startswith("/pypi/"))
        key = path.rstrip("/"), as_json
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _make(self, path: str, as_json: bool) -> Answer | None:  # noqa: FBT001  (half of a dictionary's key)
        if path.endswith(METADATA_SUFFIX):
            listed = self.files.get(unquote(path).removesuffix(METADATA_SUFFIX))
            return (TEXT, listed.metadata) if listed else None
        if files := self.pages.get(path):
            return _file_page(path.rpartition("/")[2], files.values(), as_json=as_json)
        below = sorted(
            {page.removeprefix(f"{path}/").split("/")[0] for page in self.pages if page.startswith(path + "/")}
        )
        return (
            _project_page(below, as_json=as_json)
            if below and path in {"/pypi/simple", "/whl"} | self._indexes
            else None
        )

    @property
    def _indexes(self) -> set[str]:
        return {page.rpartition("/")[0] for page in self.pages}


def _listed(row: Row) -> Listed:
    filename = filename_of(row)
    folder = (
        "/pypi/files"
        if row["index"] == PYPI
        else "/whl"
        if row["listed_from_root"] == "yes"
        else f"/whl/{row['index']}"
    )
    return Listed(row=row, filename=filename, path=f"{folder}/{filename}")


def _is_everywhere(row: Row) -> bool:
    return row["listed_from_root"] == "yes" and "triton" in row["package"]


def _file_page(package: str, files: Iterable[Listed], *, as_json: bool) -> Answer:
    if not as_json:
        return HTML, _html(package, map(_link, files))
    entries = [_entry(listed) for listed in files]
    return JSON, json.dumps({"meta": {"api-version": "1.1"}, "name": package, "files": entries}).encode()


def _project_page(names: Iterable[str], *, as_json: bool) -> Answer:
    if not as_json:
        return HTML, _html("Simple index", (f'<a href="{name}/">{name}</a>' for name in names))
    projects = [{"name": name} for name in names]
    return JSON, json.dumps({"meta": {"api-version": "1.1"}, "projects": projects}).encode()


def _entry(listed: Listed) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "filename": listed.filename,
        "url": quote(listed.path),
        "hashes": {"sha256": _sha256(listed.path.encode())},
        "core-metadata": {"sha256": _sha256(listed.metadata)},
    }
    if listed.row["size_bytes"]:
        entry["size"] = int(listed.row["size_bytes"])
    return entry | ({"requires-python": listed.python} if listed.python else {})


def _link(listed: Listed) -> str:
    digest = _sha256(listed.metadata)
    attributes = f' data-dist-info-metadata="sha256={digest}" data-core-metadata="sha256={digest}"'
    if listed.python:
        attributes += f' data-requires-python="{escape(listed.python)}"'
    return f'<a href="{quote(listed.path)}#sha256={_sha256(listed.path.encode())}"{attributes}>{listed.filename}</a>'


def _html(title: str, links: Iterable[str]) -> bytes:
    body = "\n".join(f"    {link}<br/>" for link in links)
    return f"<!DOCTYPE html>\n<html>\n  <body>\n    <h1>{escape(title)}</h1>\n{body}\n  </body>\n</html>\n".encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
