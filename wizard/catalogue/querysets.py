"""The catalogue's questions to the database, in the domain's words."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Now

from wizard.catalogue.facts import ALWAYS_OFFERED, Evidence
from wizard.catalogue.index import Page, Validators

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime, timedelta

    from wizard.catalogue.models import (  # noqa: F401  named as strings below
        Accelerator,
        Index,
        Package,
        PendingBuild,
        ReadPage,
        Release,
        Revision,
        Standing,
        Sync,
        TritonRequirement,
        Wheel,
    )

LONGEST_ETAG = 200
LONGEST_DATE = 60
LONGEST_SOURCE = 300
COLUMNS = (
    "package",
    "version",
    "build_tag",
    "python_tag",
    "abi_tag",
    "platform_tag",
    "size_bytes",
    "listed_from_root",
    "evidence",
)


class AcceleratorQuerySet(models.QuerySet["Accelerator"]):
    """Questions about accelerators."""

    def advertised(self) -> AcceleratorQuerySet:
        """What is offered and read by a sync."""
        return self.filter(models.Q(advertised=True) | models.Q(slug__in=ALWAYS_OFFERED))

    def slugs(self) -> list[str]:
        """All slugs, advertised or not."""
        return list(self.values_list("slug", flat=True))

    def index_slugs(self) -> list[str]:
        """The slugs of their indexes."""
        return list(self.values_list("index__slug", flat=True))

    def waiting(self) -> AcceleratorQuerySet:
        """What a sync discovered and no person has advertised."""
        return self.filter(advertised=False).exclude(discovered_at=None)

    def accept(self, slugs: Collection[str]) -> None:
        """Advertise those of some that a sync discovered: a person has looked at them."""
        self.exclude(discovered_at=None).filter(slug__in=slugs).update(advertised=True, discovered_at=None)


class IndexQuerySet(models.QuerySet["Index"]):
    """Questions about indexes."""

    def read(self) -> IndexQuerySet:
        """Those a sync has read."""
        return self.exclude(read_at=None)

    def unread_slugs(self) -> set[str]:
        """The slugs of those that are as shipped."""
        return set(self.filter(read_at=None).values_list("slug", flat=True))

    def keep_read(self, slugs: Collection[str], now: datetime) -> None:
        """Keep that a sync has read some: shipped files no longer replace them."""
        self.filter(slug__in=slugs).update(read_at=now)


class PackageQuerySet(models.QuerySet["Package"]):
    """Questions about torch's family."""

    def names(self) -> list[str]:
        """Their names."""
        return list(self.values_list("name", flat=True))


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Questions about revisions."""

    def newest(self) -> int | None:
        """Return the number of the one that is served."""
        return self.values_list("pk", flat=True).first()


class StandingQuerySet(models.QuerySet["Standing"]):
    """Questions about what is known of incomplete releases."""

    def of_indexes(self, slugs: Collection[str]) -> StandingQuerySet:
        """Those on some indexes."""
        return self.filter(accelerator__index__slug__in=slugs)


class TritonRequirementQuerySet(models.QuerySet["TritonRequirement"]):
    """Questions about the triton packages that builds require."""

    def was_seen(self, release: Release, kind: str) -> bool:
        """Whether METADATA said what a kind of build requires."""
        return self.filter(release=release, kind=kind, evidence=Evidence.SEEN).exists()


class WheelQuerySet(models.QuerySet["Wheel"]):
    """Questions about observed wheels."""

    def published(self) -> WheelQuerySet:
        """Only what is still there: a removed file must not be offered."""
        return self.filter(until=None)

    def added_by(self, revision: int) -> WheelQuerySet:
        """What a revision was the first to have."""
        return self.filter(since=revision).exclude(until=revision)

    def gone_with(self, revision: int) -> WheelQuerySet:
        """What a revision no longer had."""
        return self.filter(until=revision).exclude(since=revision)

    def of_kind(self, kind: str) -> WheelQuerySet:
        """Those on the indexes of one kind of accelerator."""
        return self.filter(index__accelerator__kind=kind)

    def platform_tags(self, package: str, release: str) -> set[str]:
        """Return the platform tags of one release, whatever local versions it comes in."""
        versions = models.Q(version=release) | models.Q(version__startswith=f"{release}+")
        return set(self.filter(versions, package=package).values_list("platform_tag", flat=True))

    def pages(self) -> models.QuerySet[Wheel, tuple[Any, ...]]:
        """Pairs of index slug and package."""
        return self.order_by().values_list("index__slug", "package").distinct()

    def rows(self) -> models.QuerySet[Wheel, tuple[Any, ...]]:
        """Rows of plain values, index slug first: sixteen thousand model instances would cost a second."""
        return self.order_by("id").values_list("index__slug", *COLUMNS)


class SyncQuerySet(models.QuerySet["Sync"]):
    """Questions about syncs."""

    def finished(self) -> SyncQuerySet:
        """Those that ended, newest first."""
        return self.exclude(state=self.model.State.RUNNING).order_by("-finished_at")

    def ended_well(self) -> SyncQuerySet:
        """Those after which the catalogue was what the indexes list, newest first."""
        return self.finished().filter(state__in=self.model.ENDED_WELL)

    def whole(self) -> SyncQuerySet:
        """Those of all advertised indexes."""
        return self.filter(partial=False)

    def begun_since(self, when: datetime) -> SyncQuerySet:
        """Those that began then or later."""
        return self.filter(started_at__gte=when)

    def running(self) -> SyncQuerySet:
        """Those that have not ended."""
        return self.filter(state=self.model.State.RUNNING)

    def still_alive(self, primary_key: int) -> None:
        """Keep that one is at work, by the database's clock: machines may not agree on the time."""
        self.filter(pk=primary_key).update(alive_at=Now())

    def give_up(self, silence: timedelta, now: datetime) -> int:
        """Close those that never ended and have said nothing for so long: they were killed. Return how many."""
        return (
            self.running()
            .filter(alive_at__lt=Now() - silence)
            .update(
                state=self.model.State.INTERRUPTED,
                finished_at=now,
                reasons=["It never finished: its process was ended. What is served did not change."],
            )
        )


class PendingBuildQuerySet(models.QuerySet["PendingBuild"]):
    """Questions about builds that taught nothing yet."""

    def builds(self) -> set[tuple[str, str, str]]:
        """Return index, package and version of each."""
        return set(self.values_list("index_slug", "package", "version"))

    def remember(self, pages: Collection[Page], pending: Collection[tuple[str, str, str]]) -> None:
        """Replace what is kept of some pages."""
        for page in pages:
            self.filter(index_slug=page.index, package=page.package).delete()
        rows = (self.model(index_slug=index, package=package, version=version) for index, package, version in pending)
        self.bulk_create(rows, ignore_conflicts=True)


class ReadPageQuerySet(models.QuerySet["ReadPage"]):
    """Questions about pages as they were when they were last read."""

    def validators(self, source: str) -> dict[Page, Validators]:
        """Return what tells whether a source's pages changed since."""
        return {
            Page(row.index_slug, row.package): Validators(etag=row.etag, last_modified=row.last_modified)
            for row in self.filter(source=_kept(source))
        }

    def forget(self, pages: Collection[Page]) -> None:
        """Drop what any source gave with some pages: it no longer tells whether they are as the catalogue has them."""
        for page in pages:
            self.filter(index_slug=page.index, package=page.package).delete()

    def remember(self, source: str, pages: Mapping[Page, Validators]) -> None:
        """Keep what a server gave with each page; one that is too long to keep is as good as none."""
        rows = (
            self.model(
                source=_kept(source),
                index_slug=page.index,
                package=page.package,
                etag=given.etag if len(given.etag) <= LONGEST_ETAG else "",
                last_modified=given.last_modified if len(given.last_modified) <= LONGEST_DATE else "",
            )
            for page, given in pages.items()
        )
        unique = ["source", "index_slug", "package"]
        self.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=["etag", "last_modified"])


def _kept(source: str) -> str:
    """Return what a source is known by: itself, or its hash where it is too long to keep."""
    return source if len(source) <= LONGEST_SOURCE else hashlib.sha256(source.encode()).hexdigest()
