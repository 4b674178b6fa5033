"""What uv writes, without what is only the server's business: its folders, its users and its credentials."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.resolution.running import Uv

HIDDEN: Final = "…"
CREDENTIALS: Final = re.compile(r"(?<=://)[^/\s]+@")
QUOTED: Final = re.compile(r"(?<=[`'\"])(?:file://)?(?:[A-Za-z]:\\|/)[^`'\"\n]*(?=[`'\"])")
"""A path in quotation marks, whatever signs it holds; uv quotes most of them."""
HOME_ON_WINDOWS: Final = re.compile(r"[A-Za-z]:\\Users\\[^\\\n]+(?=\\)")
"""The folder of a user, whose name may have spaces."""
DISK_PATH: Final = re.compile(r"file://[^\s`'\"]+|(?<![\w./-])(?:[A-Za-z]:\\|/)[\w.+@~-]+(?:[/\\][\w.+@~-]*)+")
"""A path from the root of a disk; the path of an address has a host's name before it."""
REST: Final = re.compile(rf"{HIDDEN}(?:[/\\][\w.+@~-]*|{HIDDEN})+")
"""What stood behind a folder that is hidden."""


def places_of(uv: Uv) -> tuple[str, ...]:
    """Return the folders and programs of this server that uv's words may name."""
    home, temporary = os.environ.get("HOME", ""), tempfile.gettempdir()
    known = (uv.cache, uv.program, *uv.interpreters, Path(home), Path(temporary))
    return tuple(str(place) for place in known if len(place.parts) > 1)


def without_paths(text: str, places: Iterable[str] = ()) -> str:
    """Return what uv wrote without known places, without anything like a path, and without credentials."""
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, HIDDEN)
    for pattern, instead in ((CREDENTIALS, ""), (QUOTED, HIDDEN), (HOME_ON_WINDOWS, HIDDEN), (DISK_PATH, HIDDEN)):
        text = pattern.sub(instead, text)
    return REST.sub(HIDDEN, text)
