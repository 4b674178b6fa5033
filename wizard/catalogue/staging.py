"""What a reading of the indexes would change, and whether that can be believed: asked before anything is served."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, Final

from django.conf import settings
from packaging.version import Version

from wizard.catalogue import shipped
from wizard.catalogue.index import PYPI
from wizard.catalogue.revising import Seen, page_of
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.catalogue.index import IndexFile, Page
    from wizard.catalogue.revising import Difference, Observed

SHOWN: Final = 3


class NotServed(WizardError):
    """A reading was not taken over; ``reasons`` are sentences."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(self.reasons)

    def __str__(self) -> str:
        return "\n".join(self.reasons)


def observed(files: Iterable[IndexFile]) -> Observed:
    """Turn what pages list into what the catalogue stores: final releases that are not older than its oldest."""
    oldest = {name: Version(version) for name, version in shipped.table("packages.toml")["oldest"].items()}
    return {
        file.key: Seen(
            size_bytes=file.size_bytes,
            listed_from_root=file.listed_from_root,
            evidence="pypi" if file.index == PYPI else "index page",
        )
        for file in files
        if _is_wanted(file, oldest[file.package])
    }


def _is_wanted(file: IndexFile, oldest: Version) -> bool:
    version = Version(file.version)
    return not version.is_prerelease and not file.yanked and version >= oldest


def what_changed(change: Difference) -> list[str]:
    """Say what changes, index by index, and of how many files more is known."""
    added = Counter(key.index_slug for key in change.added)
    gone = Counter(key.index_slug for key in change.gone)
    lines = [f"{index}: {added[index]} files added, {gone[index]} gone" for index in sorted({*added, *gone})]
    if change.corrected:
        lines.append(
            f"{len(change.corrected)} files are known better: their size, where they lie or how they were seen"
        )
    return lines


def must_be_believable(change: Difference) -> None:
    """Refuse a reading in which too much has disappeared: pages fail more often than releases are withdrawn."""
    reasons = list(_disappearances(change))
    if reasons:
        raise NotServed(reasons)


def _disappearances(change: Difference) -> Iterator[str]:
    gone = Counter(page_of(key) for key in change.gone)
    for page, count in gone.items():
        before = change.before[page]
        share = settings.CATALOGUE_MAX_GONE
        if count > ceil(before * share) or (count == before and share < 1):
            yield (
                f"{count} of {before} files of {page.package} on {page.index} are gone, such as "
                f"{_examples(change, page)}. If that is so, set CATALOGUE_MAX_GONE=1 for one sync, or take the "
                f"accelerator out of the advertised ones in the admin; else look at what the index or mirror serves."
            )


def _examples(change: Difference, page: Page) -> str:
    versions = dict.fromkeys(key.version for key in change.gone if page_of(key) == page)
    return ", ".join(list(versions)[:SHOWN])
