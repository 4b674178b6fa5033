"""Follows the indexes: reads them, stages what changed, and serves it only if it can be believed.

Everything is read before anything is written, and what is written is one transaction: whenever it stops, the
catalogue is either the old one or the whole new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from wizard.catalogue import shipped
from wizard.catalogue.consistent import change_alone
from wizard.catalogue.discovery import keep_discovered
from wizard.catalogue.index import IndexRefusal, Page, Validators, rows_of
from wizard.catalogue.loading import forget_catalogue, read_catalogue
from wizard.catalogue.models import Accelerator, Index, Package, PendingBuild, ReadPage, Revision, Standing
from wizard.catalogue.reading import read_accelerators, read_metadata, read_pages
from wizard.catalogue.release_facts import TORCH, Written, write_release_facts
from wizard.catalogue.revising import difference, new_revision, published_places
from wizard.catalogue.staging import SHOWN, NotServed, must_be_believable, observed, what_changed
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.index import IndexFile, Source
    from wizard.catalogue.reading import MetadataReading, Pace, Reading
    from wizard.catalogue.revising import Difference

    Check = Callable[[Catalogue], Mapping[str, str]]
    """Returns a sentence for everything a catalogue cannot serve, by what it is."""


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
    """What to read, from where, and what a new catalogue must pass; without ``indexes`` all advertised ones.

    What ``watches`` find stops nothing: it is remarked, for a person to decide.
    """

    source: Source
    label: str
    indexes: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    watches: tuple[Check, ...] = ()
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
    change: Difference
    new: tuple[IndexFile, ...]
    metadata: MetadataReading
    accelerators: frozenset[str]
    remarks: tuple[str, ...]

    @property
    def indexes(self) -> tuple[str, ...]:
        """The indexes that have a page at all."""
        return tuple(sorted({page.index for page in (*self.pages.pages, *self.pages.unchanged)}))

    @property
    def settled(self) -> tuple[str, ...]:
        """The indexes whose list of torch is known whole."""
        pages = (*self.pages.pages, *self.pages.unchanged)
        return tuple(page.index for page in pages if page.package == TORCH)


def synchronise(order: Order, pace: Pace) -> Report:
    """Bring the catalogue to what the indexes list now.

    Raises ``NotServed`` where an index failed or what it lists cannot be believed, ``UnknownIndex`` or ``Stopped``.
    """
    read = _read(order, pace)
    if pace.alive:
        pace.alive()
    with transaction.atomic():
        report = _staged(order, read)
        transaction.set_rollback(order.dry_run)
    forget_catalogue()
    return report


def _read(order: Order, pace: Pace) -> _Read:
    base = Revision.objects.newest()
    remembered = ReadPage.objects.validators(repr(order.source))
    packages = tuple(shipped.table("packages.toml")["oldest"])
    pages = [Page(slug, package) for slug in slugs_to_read(order) for package in packages]
    reading = read_pages(order.source, {page: remembered.get(page, Validators()) for page in pages}, pace)
    _must_be_whole(reading.failures.values(), reading.unread)
    rows = rows_of(reading.files, published_places())
    change = difference(observed(rows), {*reading.pages, *reading.missing})
    _must_be_there(reading.missing, change)
    must_be_believable(change)
    new = _to_learn_from(rows, change)
    metadata = read_metadata(order.source, new, pace)
    _must_be_whole(metadata.failures.values(), metadata.unread)
    accelerators, remarks = _accelerators(order, pace)
    return _Read(
        base=base,
        pages=reading,
        change=change,
        new=new,
        metadata=metadata,
        accelerators=accelerators,
        remarks=remarks,
    )


def _to_learn_from(rows: Iterable[IndexFile], change: Difference) -> tuple[IndexFile, ...]:
    """Return the files nobody knew, and those of builds whose METADATA said nothing so far."""
    family, pending = set(Package.objects.names()), PendingBuild.objects.builds()
    return tuple(
        row
        for row in rows
        if row.package in family and (row.key in change.added or (row.index, row.package, row.version) in pending)
    )


def _accelerators(order: Order, pace: Pace) -> tuple[frozenset[str], tuple[str, ...]]:
    """Ask for new accelerators; a mirror without a root is none the worse for it."""
    if order.indexes:
        return frozenset(), ()
    found = read_accelerators(order.source, pace)
    if found is None:
        raise Stopped
    if isinstance(found, IndexRefusal):
        return frozenset(), (f"Whether there are new accelerators is not known: {found}",)
    return found, ()


def slugs_to_read(order: Order) -> tuple[str, ...]:
    """Return the indexes an order is about; raise ``UnknownIndex`` for a slip, which is no sync at all."""
    known = tuple(Accelerator.objects.advertised().index_slugs())
    for slug in order.indexes:
        if slug not in known:
            raise UnknownIndex(slug=slug, known=known)
    return order.indexes or known


def _must_be_whole(failures: Iterable[IndexRefusal], unread: Collection[object]) -> None:
    """Refuse a reading with a hole: what failed to come would look as if it had disappeared."""
    reasons = list(dict.fromkeys(map(str, failures)))
    if reasons:
        raise NotServed(reasons)
    if unread:
        raise Stopped


def _must_be_there(missing: Iterable[Page], change: Difference) -> None:
    """Refuse a reading without pages that had files: an address or a folder is wrong more often than an index ends."""
    pages = sorted(missing, key=lambda page: (page.package != TORCH, page))
    lost = [f"{page.index}/{page.package}" for page in pages if change.before.get(page)]
    if lost and settings.CATALOGUE_MAX_GONE < 1:
        some = ", ".join(lost[:SHOWN]) + (f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else "")
        reason = (
            f"Missing although the catalogue has files of it: {some}. Nothing is at that address (status 404), or it "
            f"was not saved in the folder. Check what is read. If an index has ended, take its accelerator out of the "
            f"advertised ones in the admin; if only a page has, set CATALOGUE_MAX_GONE=1 for one sync."
        )
        raise NotServed([reason])


def _staged(order: Order, read: _Read) -> Report:
    """Write everything, and let the checks look at the result before the transaction ends."""
    change_alone()
    if Revision.objects.newest() != read.base:
        raise NotServed(["The catalogue was changed while the indexes were read. Sync again."])
    revision, written = None, Written()
    catalogue = read_catalogue(read.base or 0)
    broken = _broken(order.checks, catalogue)
    waiting = keep_discovered(read.accelerators, timezone.now())
    settled = Standing.objects.of_indexes(read.settled).delete()[0]
    if read.change or settled or read.metadata.texts:
        revision = new_revision(f"sync from {order.label}", read.change)
        written = write_release_facts(read.new, read.metadata.texts)
        if settled:
            written.changes.append(f"{settled} releases that were known in part are now known file by file")
        revision.changes = [*what_changed(read.change), *written.changes]
        revision.save(update_fields=["changes"])
        catalogue = read_catalogue(revision.pk)
        _must_pass(order.checks, catalogue, broken)
    _remember(order, read, written)
    changes = tuple(revision.changes) if revision else ()
    watched = _broken(order.watches, catalogue)
    remarks = (*read.remarks, *written.remarks, *waiting, *broken.values(), *watched.values())
    return Report(revision=revision, indexes=read.indexes, changes=changes, remarks=remarks)


def _broken(checks: Iterable[Check], catalogue: Catalogue) -> dict[str, str]:
    """Return what a catalogue cannot serve."""
    return {name: sentence for check in checks for name, sentence in check(catalogue).items()}


def _must_pass(checks: Iterable[Check], catalogue: Catalogue, before: Collection[str]) -> None:
    """Refuse a catalogue that cannot serve what the one before it could."""
    broken = _broken(checks, catalogue)
    reasons = [sentence for name, sentence in broken.items() if name not in before]
    if reasons:
        raise NotServed(reasons)


def _remember(order: Order, read: _Read, written: Written) -> None:
    """Keep what tells next time whether a page changed, and which indexes were read rather than shipped.

    A page is sent again as long as a build on it has taught nothing, and once another source was read in between.
    """
    pending = {*read.metadata.absent, *written.unlearnt}
    pages = {page: found.validators for page, found in read.pages.pages.items()}
    PendingBuild.objects.remember(pages, pending)
    ReadPage.objects.forget((*pages, *read.pages.missing))
    again = {Page(build.index_slug, build.package) for build in pending}
    ReadPage.objects.remember(repr(order.source), {page: pages[page] for page in pages.keys() - again})
    Index.objects.keep_read(read.indexes, timezone.now())
