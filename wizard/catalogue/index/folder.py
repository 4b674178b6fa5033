"""Index pages from a folder, for sites without a network: saved one by one, or by ``wget -r``."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pypi_simple import PYPI_SIMPLE_ENDPOINT

from wizard.catalogue.index.addresses import ACCELERATOR, accelerators_in, below_root
from wizard.catalogue.index.asking import Limits
from wizard.catalogue.index.parsing import JSON, Body, Place, links_of, read_page
from wizard.catalogue.index.refusals import TooLarge
from wizard.catalogue.index.values import PYPI, PYTORCH, Answer, IndexFile, Missing, NotModified, Page, Validators
from wizard.catalogue.index.web import ROOT, UNION, checked_metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOTS: Final = ("", "whl", "*/whl")
"""Where PyTorch's root may lie in the folder: ``wget -r`` makes a folder for the host, and one for its path."""
PYPI_ROOTS: Final = ("pypi", "pypi/simple", "simple", "*/simple")
NAMES: Final = ("{}/index.json", "{}/index.html", "{}.html", "{}")
"""What a page is saved as: ``wget`` leaves the last name where the address had no slash at its end."""


class FolderSource:
    """Reads saved pages as if they had just come from where they were saved; never leaves its folder."""

    def __init__(self, folder: Path, *, limits: Limits | None = None) -> None:
        """Take the folder that holds ``<index>/<package>/index.html`` or ``index.json``."""
        self.folder = folder.resolve()
        self.limits = limits or Limits()

    def __repr__(self) -> str:
        return f"FolderSource({str(self.folder)!r})"

    def page(self, page: Page, validators: Validators) -> Answer:
        """Read a saved page; its hash tells whether it changed."""
        body = self._body(page)
        if body is None:
            return Missing()
        if body.validators == validators:
            return NotModified(validators=validators)
        return read_page(body, Place(page=page, base_url=PYTORCH))

    def metadata(self, file: IndexFile) -> str | None:
        """Read METADATA saved where the wheel's address says, beside the page, or in the index's folder."""
        name = f"{file.filename}.metadata"
        folders = ["/".join(below_root(file.url, PYTORCH)[:-1]), f"{file.index}/{file.package}", file.index, ""]
        candidates = [f"{folder}/{spelled}".lstrip("/") for folder in folders for spelled in (name, quote(name))]
        found = self._first(self._under(ROOTS, candidates))
        if found is None:
            return None
        content = self._read(found, Page(file.index, file.package), self.limits.metadata_bytes)
        return checked_metadata(content, file, f"{file.url}.metadata")

    def accelerators(self) -> frozenset[str]:
        """List the backend directories that are there, or that the saved root names."""
        present = {path.name for root in ROOTS for path in self._glob(root or ".") for path in _folders(path)}
        found = frozenset(name for name in present if ACCELERATOR.fullmatch(name))
        for page in (ROOT, UNION):
            body = self._body(page)
            if body:
                found |= accelerators_in(links_of(body, Place(page=page, base_url=PYTORCH)), PYTORCH)
        return found

    def _body(self, page: Page) -> Body | None:
        index, package = page.index, page.package
        stem = package if index == PYPI else "/".join(filter(None, (index, package)))
        names = [name.format(stem).lstrip("/") for name in NAMES] if stem else ["index.json", "index.html"]
        found = self._first(self._under(PYPI_ROOTS if index == PYPI else ROOTS, names))
        if found is None:
            return None
        content = self._read(found, page, self.limits.page_bytes)
        base = PYPI_SIMPLE_ENDPOINT.rstrip("/") if index == PYPI else PYTORCH
        return Body(
            content=content,
            content_type=JSON if found.suffix == ".json" else "text/html",
            url="/".join(filter(None, (base, stem))) + "/",
            validators=Validators(etag=f'"{hashlib.sha256(content).hexdigest()}"'),
        )

    def _under(self, roots: Iterable[str], names: Iterable[str]) -> Iterator[Path]:
        names = tuple(names)
        for root in roots:
            for folder in self._glob(root or "."):
                yield from (folder / name for name in names)

    def _glob(self, root: str) -> list[Path]:
        return [self.folder] if root == "." else sorted(self.folder.glob(root))

    def _first(self, candidates: Iterable[Path]) -> Path | None:
        """Return the first that is a file; a link or a name that leads out of the folder is none."""
        resolved = (path.resolve() for path in candidates)
        return next((path for path in resolved if path.is_relative_to(self.folder) and path.is_file()), None)

    def _read(self, path: Path, page: Page, limit: int) -> bytes:
        with path.open("rb") as file:
            content = file.read(limit + 1)
        if len(content) > limit:
            raise TooLarge(index=page.index, package=page.package, url=path.as_uri(), limit=limit)
        return content


def _folders(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else iter(())
