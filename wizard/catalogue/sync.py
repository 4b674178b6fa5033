"""Follows the indexes: reads them, stages what changed, and serves it only if it can be believed.

Everything is read before anything is written, and what is written is one transaction: whenever it stops, the
catalogue is either the old one or the whole new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from wizard.catalogue import shipped
from wizard.catalogue.discovery import keep_discovered
from wizard.catalogue.index import Page, Validators, rows_of
from wizard.catalogue.loading import forget_catalogue, read_catalogue
from wizard.catalogue.models import Accelerator, Index, Package, ReadPage, Revision, Standing
from wizard.catalogue.reading import read_metadata, read_pages
from wizard.catalogue.release_facts import Written, write_release_facts
from wizard.catalogue.revising import difference, new_revision, published_keys
from wizard.catalogue.staging import NotServed, counts, must_be_believable, observed
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.index import IndexFile, IndexRefusal, Source
    from wizard.catalogue.reading import Build, Pace, Reading
    from wizard.catalogue.revising import Difference

    Check = Callable[[Catalogue], Iterable[str]]
    """Yields a sentence for everything a catalogue would break."""

SHOWN: Final = 10
"""So many reasons are told; the others are most often the same."""


class UnknownIndex(WizardError):
    """A sync is asked to read what the catalogue does not know."""

    def __init__(self, *, slug: str, known: Iterable[str]) -> None:
        super().__init__(slug)
        self.slug, self.known = slug, tuple(known)

    def __str__(self) -> str:
        return f"{self.slug!r} is no advertised index. Name one of {', '.join(self.known)}, or none to read all."


class Stopped(WizardError):
    """A sync was cancelled."""

    def __str__(self) -> str:
        return "Stopped before everything was read. What is served did not change."


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to read, from where, and what a new catalogue must pass; without ``indexes`` all advertised ones."""

    source: Source
    label: str
    indexes: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a sync came to: nothing was served where ``revision`` is ``None``; ``indexes`` are those that answered."""

    revision: Revision | None
    indexes: tuple[str, ...]
    changes: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """Everything that was read, before anything is written; ``base`` is the revision it was compared with."""

    base: int | None
    pages: Reading
    rows: tuple[IndexFile, ...]
    change: Difference
    texts: Mapping[Build, str]
    accelerators: frozenset[str]

    @property
    def indexes(self) -> tuple[str, ...]:
        """The indexes that have a page at all."""
        return tuple(sorted({page.index for page in (*self.pages.pages, *self.pages.unchanged)}))

    @property
    def added(self) -> list[IndexFile]:
        """The files the catalogue did not have."""
        return [row for row in self.rows if row.key in self.change.added]


def synchronise(order: Order, pace: Pace) -> Report:
    """Bring the catalogue to what the indexes list now.

    Raises ``NotServed`` where an index failed or what it lists cannot be believed, ``UnknownIndex`` or ``Stopped``.
    """
    read = _read(order, pace)
    with transaction.atomic():
        report = _staged(order, read)
        transaction.set_rollback(order.dry_run)
    forget_catalogue()
    return report


def _read(order: Order, pace: Pace) -> _Read:
    base = Revision.objects.newest()
    remembered = ReadPage.objects.validators(order.label)
    packages = tuple(shipped.table("packages.toml")["oldest"])
    pages = [Page(slug, package) for slug in _slugs(order) for package in packages]
    reading = read_pages(order.source, {page: remembered.get(page, Validators()) for page in pages}, pace)
    _must_be_whole(reading.failures.values(), reading.unread)
    rows = rows_of(reading.files, published_keys())
    change = difference(observed(rows), {*reading.pages, *reading.missing})
    must_be_believable(change)
    family = set(Package.objects.names())
    new = [row for row in rows if row.key in change.added and row.package in family]
    metadata = read_metadata(order.source, new, pace)
    _must_be_whole(metadata.failures.values(), metadata.unread)
    accelerators = frozenset[str]() if order.indexes else order.source.accelerators()
    return _Read(base=base, pages=reading, rows=rows, change=change, texts=metadata.texts, accelerators=accelerators)


def _slugs(order: Order) -> tuple[str, ...]:
    known = tuple(Accelerator.objects.advertised().index_slugs())
    for slug in order.indexes:
        if slug not in known:
            raise UnknownIndex(slug=slug, known=known)
    return order.indexes or known


def _must_be_whole(failures: Iterable[IndexRefusal], unread: Collection[object]) -> None:
    """Refuse a reading with a hole: what failed to come would look as if it had disappeared."""
    if unread:
        raise Stopped
    reasons = list(dict.fromkeys(map(str, failures)))
    if reasons:
        more = [f"The same or the like holds for {len(reasons) - SHOWN} more pages."] if len(reasons) > SHOWN else []
        raise NotServed([*reasons[:SHOWN], *more])


def _staged(order: Order, read: _Read) -> Report:
    """Write everything, and let the checks look at the result before the transaction ends."""
    if Revision.objects.newest() != read.base:
        raise NotServed(["The catalogue was changed while the indexes were read. Sync again."])
    revision, written = None, Written()
    waiting = keep_discovered(read.accelerators, timezone.now())
    settled = Standing.objects.of_indexes(read.indexes).delete()[0]
    if read.change or settled:
        revision = new_revision(f"sync from {order.label}", read.change)
        written = write_release_facts(read.added, read.texts)
        if settled:
            written.changes.append(f"{settled} releases that were known in part are now known file by file")
        revision.changes = [*map(str, counts(read.change)), *written.changes]
        revision.save(update_fields=["changes"])
        _must_pass(order.checks, revision)
    _remember(order, read)
    changes = tuple(revision.changes) if revision else ()
    return Report(revision=revision, indexes=read.indexes, changes=changes, remarks=(*written.remarks, *waiting))


def _must_pass(checks: Iterable[Check], revision: Revision) -> None:
    staged = read_catalogue(revision.pk)
    broken = [sentence for check in checks for sentence in check(staged)]
    if broken:
        raise NotServed(broken)


def _remember(order: Order, read: _Read) -> None:
    """Keep what tells next time whether a page changed, and which indexes were read rather than shipped."""
    ReadPage.objects.remember(order.label, {page: found.validators for page, found in read.pages.pages.items()})
    Index.objects.filter(slug__in=read.indexes).update(read_at=timezone.now())
