"""Addresses of pages and files: what may be shown of them, and where below an index's base they lie."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

PYTORCH_ROOT: Final = "/whl"
"""The base path on PyTorch's own hosts, whatever base the pages were asked under (note 4)."""
ACCELERATOR: Final = re.compile(r"cpu|cu\d{2,3}|rocm\d+(\.\d+)*|xpu")
SCHEMES: Final = frozenset({"http", "https"})
DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def without_credentials(url: str) -> str:
    """Return the address without user name and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


def shown(url: str) -> str:
    """Return what may stand in a message: no credentials, no query, which may hold a token, and printable."""
    try:
        plain = without_credentials(url)
    except ValueError:
        return "an address that cannot be read"
    return printable(plain.partition("?")[0].partition("#")[0], limit=300)


def printable(text: str, *, limit: int = 100) -> str:
    """Return a stranger's text cut short and without control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:limit])


def host(url: str) -> tuple[str, int | None]:
    """Return host and port, with the scheme's own port filled in."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme)


def stays_with(old: str, new: str) -> bool:
    """Say whether a redirect keeps to its host; http may become https, on the same host, but not the reverse."""
    if host(old)[0] != host(new)[0] or urlsplit(new).scheme not in SCHEMES:
        return False
    schemes = urlsplit(old).scheme, urlsplit(new).scheme
    return schemes == ("http", "https") or (schemes[0] == schemes[1] and host(old) == host(new))


def below_root(url: str, base_url: str) -> tuple[str, ...]:
    """Return the parts of a path below the base, on whichever host it lies; nothing where it is elsewhere."""
    path = unquote(urlsplit(url).path)
    for root in (urlsplit(base_url).path.rstrip("/"), PYTORCH_ROOT):
        if path.startswith(f"{root}/"):
            return tuple(path.removeprefix(f"{root}/").split("/"))
    return ()


def lies_at_root(url: str, base_url: str, index: str) -> bool:
    """Say whether a file lies beside an index's directory rather than in it (note 1).

    ``/whl/x.whl`` does for ``cu130``, and ``/whl/nightly/x.whl`` for ``nightly/cu130``.
    """
    *folders, _ = below_root(url, base_url) or ("elsewhere", "")
    return folders in ([], index.split("/")[:-1])


def accelerators_in(urls: Iterable[str], base_url: str) -> frozenset[str]:
    """Return the first parts below the base that are backend directories."""
    firsts = (below_root(url, base_url)[:1] for url in urls)
    return frozenset(first for found in firsts for first in found if ACCELERATOR.fullmatch(first))
