"""What an index says, as frozen values, and what any source of index pages can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

PYPI: Final = "pypi"
"""The slug of the index that is not PyTorch's."""
PYTORCH: Final = "https://download.pytorch.org/whl"


@dataclass(frozen=True, slots=True, order=True)
class Page:
    """The name of a page: an index slug, which is the path below PyTorch's base, and a package."""

    index: str
    package: str


class WheelKey(NamedTuple):
    """What tells one wheel of the catalogue from all others, spelled as in its file name."""

    index_slug: str
    package: str
    version: str
    build_tag: str
    python_tag: str
    abi_tag: str
    platform_tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask later whether a page changed; empty where it gave nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFile:
    """A wheel as a page lists it; an empty string or ``None`` means that the page does not say."""

    index: str
    package: str
    version: str
    build_tag: str
    python_tag: str
    abi_tag: str
    platform_tag: str
    filename: str
    url: str
    size_bytes: int | None
    sha256: str
    requires_python: str
    uploaded: str
    yanked: bool
    has_metadata: bool
    metadata_sha256: str
    listed_from_root: bool

    @property
    def key(self) -> WheelKey:
        """What the catalogue knows this file by."""
        return WheelKey(
            self.index,
            self.package,
            self.version,
            self.build_tag,
            self.python_tag,
            self.abi_tag,
            self.platform_tag,
        )


class Reason(StrEnum):
    """Why a link of a page is left out."""

    UNREADABLE = "unreadable"
    NO_WHEEL = "no-wheel"
    BAD_NAME = "bad-name"
    TOO_LONG = "too-long"
    OTHER_PACKAGE = "other-package"
    BAD_ADDRESS = "bad-address"
    OTHER_ADDRESS = "other-address"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unparsed:
    """A link that was left out: its name, cut short and made printable, and why."""

    name: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The wheels one page lists, and what was left out of it."""

    files: tuple[IndexFile, ...]
    validators: Validators
    unparsed: tuple[Unparsed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The page is still the one these validators were given for."""

    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The index has no such page."""


Answer = IndexPage | NotModified | Missing


class Source(Protocol):
    """Where pages come from: the web or a folder."""

    def page(self, page: Page, validators: Validators) -> Answer:
        """Return what the page lists; refuse with an ``IndexRefusal`` whatever cannot be trusted to be whole."""
        ...

    def metadata(self, file: IndexFile) -> str | None:
        """Return the METADATA of a wheel, or ``None`` where it is not published apart from the wheel (PEP 658)."""
        ...

    def accelerators(self) -> frozenset[str]:
        """Return the slugs of the backend directories that PyTorch's root lists."""
        ...
