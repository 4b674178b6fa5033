"""``load_catalogue()``: the one door from the database to the pure rooms."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.db import Error, models
from packaging.version import Version

from wizard.catalogue import facts
from wizard.catalogue.consistent import one_view
from wizard.catalogue.facts import SEEN_IN, Build, Builds, Catalogue, Evidence, Kind, Status
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
    Wheel,
)
from wizard.catalogue.tags import platforms_of, pythons_of
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    releases = _releases()
    standings = _standings()
    return Catalogue(
        revision=revision,
        platforms=read_platforms(),
        accelerators=_accelerators(),
        packages=_packages(),
        releases=releases,
        triton=_triton(),
        standings=standings,
        builds=_builds(_Unknown.of(releases, standings)),
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


class _Unknown(NamedTuple):
    """The half-known releases: their few files must not make them look complete."""

    versions: frozenset[tuple[str, str, str]]

    @classmethod
    def of(cls, releases: Mapping[str, facts.Release], standings: Mapping[tuple[str, str], facts.Standing]) -> _Unknown:
        """Collect (index, package, version) of torch and its pairs for every half-known cell."""
        versions: set[tuple[str, str, str]] = set()
        for (torch, accelerator), standing in standings.items():
            if standing.status is Status.HALF_KNOWN:
                family = {"torch": torch, **releases[torch].pairs}
                paired = {name: version for name, version in family.items() if name in {"torch", "torchvision"}}
                versions |= {(accelerator, name, version) for name, version in paired.items()}
        return cls(frozenset(versions))


def _builds(unknown: _Unknown) -> dict[tuple[str, str], Builds]:
    """Group the wheels; what lies in the root directory is listed by every index of PyTorch (note 1).

    Where nobody saw a single file of the family for a machine, only heard of one, nothing is known of that machine.
    """
    family = frozenset(_packages())
    platforms = tuple(read_platforms())
    indexes = tuple(found.index for found in _accelerators().values() if found.index)
    gathered: dict[tuple[str, str, str, str], list[_Row]] = defaultdict(list)
    for values in Wheel.objects.published().rows():
        row = _Row(*values)
        public = three_part(row.version.partition("+")[0])
        if (row.index_slug, row.package, public) in unknown.versions:
            continue
        for index in indexes if row.listed_from_root and "triton" in row.package else (row.index_slug,):
            for platform in platforms_of(row.platform_tag, platforms):
                gathered[index, row.package, row.version, platform].append(row)
    builds: dict[tuple[str, str], dict[str, dict[str, list[Build]]]] = defaultdict(dict)
    for (index, package, version, platform), rows in gathered.items():
        build = _build(version, rows)
        if package in family and not build.pythons:
            continue
        builds[index, package].setdefault(build.version, defaultdict(list))[platform].append(build)
    return {key: {version: _highest_first(by) for version, by in found.items()} for key, found in builds.items()}


def _highest_first(builds: Mapping[str, list[Build]]) -> dict[str, tuple[Build, ...]]:
    return {
        platform: tuple(sorted(found, key=lambda build: Version(build.full_version), reverse=True))
        for platform, found in builds.items()
    }


class _Row(NamedTuple):
    index_slug: str
    package: str
    version: str
    build_tag: str
    python_tag: str
    abi_tag: str
    platform_tag: str
    size_bytes: int | None
    listed_from_root: bool
    evidence: str

    @property
    def filename(self) -> str:
        build = f"-{self.build_tag}" if self.build_tag else ""
        name = self.package.replace("-", "_")
        return f"{name}-{self.version}{build}-{self.python_tag}-{self.abi_tag}-{self.platform_tag}.whl"


def _build(version: str, rows: Iterable[_Row]) -> Build:
    public, _, local = version.partition("+")
    public = three_part(public)
    ordered = sorted(rows, key=lambda row: int(row.build_tag or -1))
    sizes: dict[str, int] = {}
    files: dict[str, str] = {}
    seen: set[str] = set()
    for row in ordered:
        for python in pythons_of(row.python_tag, row.abi_tag):
            files[python] = row.filename
            if row.size_bytes:
                sizes[python] = row.size_bytes
            if row.evidence in SEEN_IN:
                seen.add(python)
    return Build(
        version=public,
        local=local,
        pythons=frozenset(seen),
        sizes=sizes,
        files=files,
        listed_from_root=all(row.listed_from_root for row in ordered),
    )


def three_part(version: str) -> str:
    """Write ``0.5`` as ``0.5.0``: torchcodec leaves the zero out, the pairs do not."""
    return version if version.count(".") > 1 else f"{version}.0"
