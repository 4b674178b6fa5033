"""``load_catalogue()``: the one door from the database to the pure rooms."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import Final

from django.conf import settings
from django.db import Error, models
from packaging.version import Version

from wizard.catalogue import facts
from wizard.catalogue.building import Unknown, read_builds
from wizard.catalogue.consistent import one_view
from wizard.catalogue.facts import Catalogue, Evidence, Kind, Status
from wizard.catalogue.freshness import Freshness, read_freshness
from wizard.catalogue.models import (
    Accelerator,
    Package,
    Pairing,
    Platform,
    Release,
    Revision,
    Standing,
    TritonRequirement,
)
from wizard.errors import WizardError

RAISE: Final = models.FETCH_RAISE
logger: Final = logging.getLogger(__name__)


class EmptyCatalogue(WizardError):
    """No catalogue was loaded yet."""

    def __str__(self) -> str:
        return "The catalogue is empty. Run `manage.py load_catalogue` to load the shipped one."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Served:
    catalogue: Catalogue
    freshness: Freshness
    checked_at: float


class _Serving:
    """The catalogue this process serves, and when it last asked whether that is still the newest."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.served: _Served | None = None


_serving: Final = _Serving()


def load_catalogue() -> Catalogue:
    """Return the newest catalogue; once warm this asks the database nothing but, every few seconds, how new it is."""
    return _served().catalogue


def load_freshness() -> Freshness:
    """Return how new the served catalogue is known to be, through the same door."""
    return _served().freshness


def _served() -> _Served:
    """Return what is served, as new as it has to be; while one thread asks, the others go on with what there is."""
    served = _serving.served
    if served is None:
        with _serving.lock:
            return _renewed()
    if _is_new(served) or not _serving.lock.acquire(blocking=False):
        return served
    try:
        return _renewed()
    finally:
        _serving.lock.release()


def _is_new(served: _Served) -> bool:
    return monotonic() - served.checked_at < settings.CATALOGUE_CHECK_SECONDS


def _renewed() -> _Served:
    """Ask the database, unless another thread did while this one waited."""
    served = _serving.served
    if served and _is_new(served):
        return served
    try:
        fresh = _asked(served)
    except Error:
        if served is None:
            raise
        logger.warning("The database does not answer; the catalogue that was read from it is still served.")
        fresh = replace(served, checked_at=monotonic())
    _serving.served = fresh
    return fresh


def _asked(served: _Served | None) -> _Served:
    """Ask the database what is newest, and read it unless it is served already."""
    known = served.catalogue if served and served.catalogue.revision == Revision.objects.newest() else _newest()
    return _Served(catalogue=known, freshness=read_freshness(known.revision), checked_at=monotonic())


def _newest() -> Catalogue:
    with one_view():
        revision = Revision.objects.newest()
        if revision is None:
            raise EmptyCatalogue
        return read_catalogue(revision)


def forget_catalogue() -> None:
    """Make the next ``load_catalogue()`` ask the database again, at once."""
    _serving.served = None


def read_catalogue(revision: int) -> Catalogue:
    """Read all tables into frozen values; they are a revision's where ``one_view()`` or the only writer reads them."""
    platforms, accelerators, packages = read_platforms(), _accelerators(), _packages()
    releases, standings = _releases(), _standings()
    indexes = tuple(found.index for found in accelerators.values() if found.index)
    unknown = Unknown.of(releases, standings)
    return Catalogue(
        revision=revision,
        platforms=platforms,
        accelerators=accelerators,
        packages=packages,
        releases=releases,
        triton=_triton(),
        standings=standings,
        builds=read_builds(tuple(platforms), indexes, frozenset(packages), unknown),
    )


def read_platforms() -> dict[str, facts.Platform]:
    """Read the machines the wizard knows."""
    return {
        row.slug: facts.Platform(
            slug=row.slug,
            label=row.label,
            sys_platform=row.sys_platform,
            platform_machine=row.platform_machine,
            python_platform=row.python_platform,
        )
        for row in Platform.objects.all().fetch_mode(RAISE)
    }


def _accelerators() -> dict[str, facts.Accelerator]:
    return {
        row.slug: facts.Accelerator(
            slug=row.slug,
            label=row.label,
            kind=Kind(row.kind),
            index="" if row.kind == Kind.DEFAULT else row.index.slug,
            url=row.index.url,
            torch_backend_since=row.torch_backend_since,
            driver_linux=row.driver_linux,
            driver_windows=row.driver_windows,
            capability_from=row.capability_from,
            capability_to=row.capability_to,
            nightly=frozenset(row.nightly.split()),
            nightly_packages=frozenset(row.nightly_packages.split()),
            nightly_triton=row.nightly_triton,
        )
        for row in Accelerator.objects.advertised().select_related("index").fetch_mode(RAISE)
    }


def _packages() -> dict[str, facts.Package]:
    return {
        row.name: facts.Package(
            name=row.name,
            label=row.label,
            pinned_until=row.pinned_until,
            requires_torch=row.requires_torch,
            nightly=row.nightly,
        )
        for row in Package.objects.all().fetch_mode(RAISE)
    }


def _releases() -> dict[str, facts.Release]:
    pairs: dict[int, dict[str, str]] = defaultdict(dict)
    for pairing in Pairing.objects.select_related("package").fetch_mode(RAISE):
        pairs[pairing.release_id][pairing.package.name] = pairing.version
    rows = sorted(Release.objects.all().fetch_mode(RAISE), key=lambda row: Version(row.torch))
    return {
        row.torch: facts.Release(
            torch=row.torch,
            released=row.released,
            requires_python=row.requires_python,
            pypi_cuda={"linux-x86_64": row.pypi_cuda_x86_64, "linux-aarch64": row.pypi_cuda_aarch64},
            pairs=pairs[row.pk],
        )
        for row in rows
    }


def _triton() -> dict[tuple[str, Kind], facts.Triton]:
    return {
        (row.release.torch, Kind(row.kind)): facts.Triton(
            package=row.package,
            version=row.version,
            platforms=frozenset(row.platforms.split()),
            python_below=row.python_below,
            evidence=Evidence(row.evidence),
        )
        for row in TritonRequirement.objects.select_related("release").fetch_mode(RAISE)
    }


def _standings() -> dict[tuple[str, str], facts.Standing]:
    return {
        (row.release.torch, row.accelerator.slug): facts.Standing(
            status=Status(row.status), platforms=frozenset(row.platforms.split()), note=row.note
        )
        for row in Standing.objects.select_related("release", "accelerator").fetch_mode(RAISE)
    }
