"""Which rows of the catalogue the files of the pages read stand for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from wizard.catalogue.index.values import IndexFile, WheelKey

CPU: Final = "cpu"
"""The index that keeps what is new at the root: every index lists it, one row is enough."""
Name = tuple[str, ...]
"""What tells a file from others, whichever index lists it: a ``WheelKey`` without its first part."""


def rows_of(seen: Iterable[IndexFile], recorded: Mapping[WheelKey, bool]) -> tuple[IndexFile, ...]:
    """Return the files that are rows; the rest stands on its page only because every page lists the root.

    - A file that lies in its index's own directory is a row of that index.
    - A file at the root that is no triton is a row of every index that lists it: uv may take the aarch64 wheels of
      torch 2.0 from any of them, and the catalogue holds them page by page.
    - A triton at the root is listed by every index (note 1), and ``load_catalogue()`` spreads each such row over all
      of them. It stays a row of the indexes where it is ``recorded``; one that is recorded nowhere becomes a row of
      ``cpu``, or of the first index that lists it where ``cpu`` does not.

    ``recorded`` says of every row whether it lies at the root. A triton that does according to any of them is one at
    the root wherever it is listed: a mirror with a repository per index does not show where its files come from.

    So reading again what the catalogue holds gives the catalogue's rows, no more and no fewer, whether the pages
    list the whole root, as PyTorch's do, or only what was recorded of it.
    """
    files = tuple(seen)
    known = {key[1:] for key in recorded}
    at_root = {key[1:] for key, is_at_root in recorded.items() if is_at_root}
    spread = _everywhere(files, at_root)
    keepers = {name: CPU if CPU in indexes else indexes[0] for name, indexes in spread.items() if name not in known}
    return tuple(
        file
        for file in files
        if file.key in recorded or not _is_spread(file, at_root) or keepers.get(file.key[1:]) == file.index
    )


def _everywhere(files: Iterable[IndexFile], at_root: Collection[Name]) -> dict[Name, list[str]]:
    spread: dict[Name, list[str]] = defaultdict(list)
    for file in files:
        if _is_spread(file, at_root):
            spread[file.key[1:]].append(file.index)
    return spread


def _is_spread(file: IndexFile, at_root: Collection[Name]) -> bool:
    return "triton" in file.package and (file.listed_from_root or file.key[1:] in at_root)
