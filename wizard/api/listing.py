"""The catalogue written out: from its values to what the API says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.conf import settings

from wizard.answering.names import named
from wizard.api.schemas.catalogue import (
    AcceleratorEntry,
    AcceleratorsAnswer,
    CatalogueAnswer,
    CellEntry,
    CellsAnswer,
    Counts,
    PlatformEntry,
    PlatformsAnswer,
    ReleaseEntry,
    ReleasesAnswer,
)
from wizard.catalogue.mirrors import index_address
from wizard.catalogue.remembering import per_catalogue
from wizard.catalogue.serving import pythons_of_release, releases_on
from wizard.choices.filters import Filter
from wizard.choices.matrix import link, rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.catalogue.facts import Accelerator, Catalogue
    from wizard.catalogue.freshness import Freshness
    from wizard.choices.matrix import Row


class Wanted(NamedTuple):
    """What a filter asks for; an empty word stands for all."""

    package: str = "torch"
    torch: str = ""
    accelerator: str = ""
    platform: str = ""
    python: str = ""


class Part(NamedTuple):
    """Which page of many answers, and the address all of them have."""

    limit: int
    offset: int
    address: str


def catalogue(found: Catalogue, freshness: Freshness, links: Mapping[str, str]) -> CatalogueAnswer:
    """Say what is served."""
    return CatalogueAnswer(
        revision=found.revision,
        checked_at=freshness.checked_at,
        failed_at=freshness.failed_at,
        indexes=freshness.indexes,
        counts=_counts(found),
        links=dict(links),
    )


def platforms(found: Catalogue) -> PlatformsAnswer:
    """List the machines."""
    listed = [
        PlatformEntry(
            slug=one.slug,
            label=named(one.label),
            sys_platform=one.sys_platform,
            platform_machine=one.platform_machine,
            python_platform=one.python_platform,
            marker=one.marker,
        )
        for one in found.platforms.values()
    ]
    return PlatformsAnswer(revision=found.revision, platforms=listed)


def accelerators(found: Catalogue) -> AcceleratorsAnswer:
    """List what computes."""
    listed = [_accelerator(one, found) for one in found.accelerators.values()]
    return AcceleratorsAnswer(revision=found.revision, accelerators=listed)


@per_catalogue(64)
def releases(found: Catalogue, wanted: Wanted) -> ReleasesAnswer:
    """List a package's releases that something in the filter was seen with."""
    seen = {torch: _seen_on(found, torch, wanted) for torch in found.newest_first}
    listed = [_release(found, torch, wanted.package, seen[torch]) for torch in found.newest_first if seen[torch]]
    return ReleasesAnswer(revision=found.revision, releases=listed)


@per_catalogue(64)
def cells(found: Catalogue, wanted: Wanted, part: Part) -> CellsAnswer:
    """List one page of the cells in the filter."""
    every = _rows(found, wanted)
    end = part.offset + part.limit
    asked = {key: word for key, word in wanted._asdict().items() if word and key != "package"}
    onward = urlencode({**asked, "limit": part.limit, "offset": end})
    return CellsAnswer(
        revision=found.revision,
        count=len(every),
        next=f"{part.address}?{onward}" if end < len(every) else None,
        cells=[_cell(row, found, wanted.python) for row in every[part.offset : end]],
    )


@per_catalogue(4)
def _counts(found: Catalogue) -> Counts:
    every = rows(found, Filter())
    return Counts(
        platforms=len(found.platforms),
        accelerators=len(found.accelerators),
        packages=len(found.packages),
        releases=len(found.releases),
        cells=len(every),
        offered=sum(row.offered for row in every),
    )


def _accelerator(one: Accelerator, found: Catalogue) -> AcceleratorEntry:
    mirror = settings.PYTORCH_INDEX_BASE_URL
    url = index_address(mirror, one.index) if mirror else one.url
    served = {torch for platform in found.platforms for torch in releases_on(found, (platform, one.slug))}
    return AcceleratorEntry(
        slug=one.slug,
        label=named(one.label),
        kind=one.kind,
        name=one.name,
        index_name=one.index_name if one.index else None,
        index_url=url if one.index else None,
        torch_backend_since=one.torch_backend_since or None,
        driver_linux=one.driver_linux or None,
        driver_windows=one.driver_windows or None,
        capability_from=one.capability_from or None,
        capability_to=one.capability_to or None,
        nightly=[platform for platform in found.platforms if platform in one.nightly],
        newest=next((torch for torch in found.newest_first if torch in served), None),
    )


def _seen_on(found: Catalogue, torch: str, wanted: Wanted) -> list[str]:
    """Return the accelerators in the filter that a release of the wanted package was seen on."""
    packages = () if wanted.package == "torch" else (wanted.package,)
    machines = [wanted.platform] if wanted.platform else list(found.platforms)
    pythons = {
        slug: frozenset[str]().union(*(pythons_of_release(found, (one, slug), torch, packages) for one in machines))
        for slug in found.accelerators
        if wanted.accelerator in {"", slug}
    }
    return [slug for slug, seen in pythons.items() if (wanted.python in seen if wanted.python else seen)]


def _release(found: Catalogue, torch: str, package: str, seen_on: list[str]) -> ReleaseEntry:
    release = found.releases[torch]
    return ReleaseEntry(
        package=package,
        version=torch if package == "torch" else release.pairs[package],
        torch=torch,
        released=release.released or None,
        requires_python=release.requires_python,
        pairs=dict(release.pairs),
        pypi_cuda={platform: cuda for platform, cuda in release.pypi_cuda.items() if cuda},
        accelerators=seen_on,
    )


def _rows(found: Catalogue, wanted: Wanted) -> list[Row]:
    every = rows(found, Filter(platform=wanted.platform, python=wanted.python))
    return [row for row in every if wanted.torch in {"", row.torch} and wanted.accelerator in {"", row.accelerator}]


def _cell(row: Row, found: Catalogue, python: str) -> CellEntry:
    return CellEntry(
        torch=row.torch,
        accelerator=row.accelerator,
        platform=row.platform,
        evidence=row.status,
        offered=row.offered,
        pythons=list(row.pythons),
        version=row.version or None,
        size_min=min(row.sizes, default=None),
        size_max=max(row.sizes, default=None),
        pairs=dict(row.pairs),
        pypi_cuda=row.pypi_cuda or None,
        link=link(found, (row,), python) if row.offered else None,
    )
