"""From one listed distribution to a wheel of the catalogue, or to the reason why it is none."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urlsplit

from packaging.specifiers import InvalidSpecifier
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from wizard.catalogue.facts import specifier_set
from wizard.catalogue.index.addresses import SCHEMES, lies_at_root, without_credentials
from wizard.catalogue.index.values import PYPI, IndexFile, Reason
from wizard.errors import WizardError

if TYPE_CHECKING:
    from pypi_simple import DistributionPackage

    from wizard.catalogue.index.values import Page

SUFFIX: Final = ".whl"
SAFE: Final = re.compile(r"[A-Za-z0-9._+!-]+")
"""Every character a wheel's file name may hold (PEP 427, PEP 440): no slash, no markup, no space."""
LONGEST: Final = {"version": 60, "build_tag": 10, "python_tag": 20, "abi_tag": 20, "platform_tag": 100}
"""What the catalogue has room for."""
LONGEST_NAME: Final = 250
LONGEST_URL: Final = 2_000
LONGEST_SPECIFIER: Final = 100
LARGEST: Final = 10**12
"""A terabyte: no wheel is larger, so a larger number is nonsense."""
SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Unfit(WizardError):
    """A link is no wheel of this page."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def file_of(listed: DistributionPackage, uploaded: str, page: Page, base_url: str) -> IndexFile:
    """Return what a distribution says, spelled as the catalogue spells it."""
    version, *tags = _parts(listed.filename, page.package)
    url = _address(listed)
    return IndexFile(
        index=page.index,
        package=page.package,
        version=version,
        build_tag=tags[0],
        python_tag=tags[1],
        abi_tag=tags[2],
        platform_tag=tags[3],
        filename=listed.filename,
        url=url,
        size_bytes=listed.size if listed.size and 0 < listed.size < LARGEST else None,
        sha256=_sha256(listed.digests),
        requires_python=_specifier(listed.requires_python or ""),
        uploaded=listed.upload_time.astimezone(UTC).date().isoformat() if listed.upload_time else _date(uploaded),
        yanked=listed.is_yanked,
        has_metadata=bool(listed.has_metadata),
        metadata_sha256=_sha256(listed.metadata_digests or {}),
        listed_from_root=page.index != PYPI and lies_at_root(url, base_url, page.index),
    )


@lru_cache(maxsize=20_000)
def _parts(filename: str, package: str) -> tuple[str, ...]:
    """Return version, build, python, abi and platform tag as the file name spells them.

    Kept, because whatever lies at PyTorch's root is listed by every index.
    """
    if len(filename) > LONGEST_NAME:
        raise Unfit(Reason.TOO_LONG)
    if not filename.endswith(SUFFIX):
        raise Unfit(Reason.NO_WHEEL)
    if not SAFE.fullmatch(filename):
        raise Unfit(Reason.BAD_NAME)
    try:
        name, version, _, _ = parse_wheel_filename(filename)
    except InvalidWheelFilename as error:
        raise Unfit(Reason.BAD_NAME) from error
    if name != canonicalize_name(package):
        raise Unfit(Reason.OTHER_PACKAGE)
    _, _, *build, python, abi, platform = filename.removesuffix(SUFFIX).split("-")
    parts = str(version), "".join(build), python, abi, platform
    if any(len(part) > longest for part, longest in zip(parts, LONGEST.values(), strict=True)):
        raise Unfit(Reason.TOO_LONG)
    return parts


def _address(listed: DistributionPackage) -> str:
    """Return where the file lies; its host may be any, but its last part is what will be downloaded."""
    if len(listed.url) > LONGEST_URL:
        raise Unfit(Reason.TOO_LONG)
    parts = urlsplit(listed.url)
    if parts.scheme not in SCHEMES or not _is_host(parts):
        raise Unfit(Reason.BAD_ADDRESS)
    if unquote(parts.path).rpartition("/")[2] != listed.filename:
        raise Unfit(Reason.OTHER_ADDRESS)
    return without_credentials(listed.url)


def _is_host(parts: SplitResult) -> bool:
    try:
        port = parts.port
    except ValueError:
        return False
    name = parts.hostname or ""
    return port != 0 and bool(name) and ".." not in name and not name.startswith(".")


def _sha256(digests: dict[str, str]) -> str:
    digest = digests.get("sha256", "").lower()
    return digest if SHA256.fullmatch(digest) else ""


def _specifier(text: str) -> str:
    try:
        return text if len(text) <= LONGEST_SPECIFIER and specifier_set(text) else ""
    except InvalidSpecifier:
        return ""


def _date(text: str) -> str:
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return ""
