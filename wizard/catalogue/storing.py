"""Stores the shipped facts in the database: idempotent, and all or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.core.management import call_command
from django.db import connection, transaction

from wizard.catalogue import shipped
from wizard.catalogue.consistent import change_alone
from wizard.catalogue.facts import Evidence
from wizard.catalogue.index import Page, WheelKey
from wizard.catalogue.models import (
    Accelerator,
    Index,
    Package,
    Pairing,
    Platform,
    ReadPage,
    Release,
    Revision,
    Standing,
    TritonRequirement,
    Wheel,
)
from wizard.catalogue.revising import NAME, Difference, Seen, difference, new_revision

if TYPE_CHECKING:
    from collections.abc import Iterator

YES = "yes"
SETTING_UP: Final = 0x7576_7731
"""The number of PostgreSQL's advisory lock that whoever sets a database up holds meanwhile."""


def set_up_if_missing() -> None:
    """Create the tables and load the shipped catalogue where there is none, so that every command works at once."""
    with _alone():
        call_command("migrate", verbosity=0)
        if not Revision.objects.exists():
            store_shipped()


@contextmanager
def _alone() -> Iterator[None]:
    """Let instances that start at once set up one after another; a lock of one that dies goes with its connection.

    SQLite knows no such lock, and needs none: its file serves one instance.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SETTING_UP])
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s)", [SETTING_UP])


@transaction.atomic
def store_shipped(*, force: bool = False) -> Revision:
    """Load the shipped files as a new revision; return the served one unchanged if it came from the same files.

    What a sync has read of an index is newer and stays, unless ``force`` asks for the shipped files of all indexes;
    releases that a sync has found stay in any case.
    """
    change_alone()
    checksum = shipped.checksum()
    served = Revision.objects.first()
    if served and served.checksum == checksum and not force:
        return served
    if force:
        Index.objects.update(read_at=None)
    ReadPage.objects.all().delete()
    _store_curated()
    _store_releases()
    return new_revision("shipped files", _change(), checksum=checksum)


def note_edit(source: str) -> Revision:
    """Make a new revision after a person edited the served catalogue."""
    return new_revision(source, Difference())


def _store_curated() -> None:
    curated = shipped.table("accelerators.toml")
    for position, row in enumerate(shipped.table("platforms.toml")["platforms"]):
        Platform.objects.update_or_create(slug=row["slug"], defaults={**row, "position": position})
    for position, row in enumerate(curated["accelerators"]):
        path = row.get("index", "")
        url = f"{curated['index_base']}/{path}" if path else ""
        index, _ = Index.objects.update_or_create(slug=path or "pypi", defaults={"url": url})
        defaults = {**row, "index": index, "position": position}
        Accelerator.objects.update_or_create(slug=row["slug"], defaults=defaults)
    Accelerator.objects.accept([row["slug"] for row in curated["accelerators"]])
    for position, row in enumerate(shipped.table("packages.toml")["packages"]):
        Package.objects.update_or_create(name=row["name"], defaults={**row, "position": position})


def _store_releases() -> None:
    packages = {package.name: package for package in Package.objects.all()}
    accelerators = {one.slug: one for one in Accelerator.objects.select_related("index")}
    releases: dict[str, Release] = {}
    for row in shipped.rows("releases.csv"):
        known = {name: value for name, value in row.items() if name not in {"torch", *packages}}
        release, _ = Release.objects.update_or_create(torch=row["torch"], defaults=known)
        releases[release.torch] = release
        for name in packages.keys() & row.keys() - {"torch"}:
            if row[name]:
                pair = {"version": row[name]}
                Pairing.objects.update_or_create(release=release, package=packages[name], defaults=pair)
    for row in shipped.rows("triton.csv"):
        release, kind = releases[row.pop("torch")], row.pop("accelerator_kind")
        if row["evidence"] == Evidence.SEEN or not TritonRequirement.objects.was_seen(release, kind):
            TritonRequirement.objects.update_or_create(release=release, kind=kind, defaults=row)
    for row in shipped.rows("availability.csv"):
        release, accelerator = releases[row.pop("torch")], accelerators[row.pop("accelerator")]
        if not accelerator.index.read_at:
            Standing.objects.update_or_create(release=release, accelerator=accelerator, defaults=row)


def _change() -> Difference:
    """Compare the shipped wheels with the served ones of all indexes that no sync has read."""
    unread = Index.objects.unread_slugs()
    observed = dict(_wheels(unread))
    pages = (*Wheel.objects.published().pages(), *((key.index_slug, key.package) for key in observed))
    return difference(observed, {Page(*page) for page in pages if page[0] in unread})


def _wheels(indexes: set[str]) -> Iterator[tuple[WheelKey, Seen]]:
    """Yield the shipped wheels that are still there: what was seen once and gone later is not the catalogue's."""
    known = {index.slug for index in Index.objects.all()}
    for row in shipped.rows("wheels.csv"):
        if row["index"] not in known:
            raise KeyError(row["index"])
        if row["index"] in indexes and not row["removed"]:
            yield WheelKey(row["index"], *(row[name] for name in NAME)), _seen(row)


def _seen(row: dict[str, str]) -> Seen:
    return Seen(
        size_bytes=int(row["size_bytes"]) if row["size_bytes"] else None,
        listed_from_root=row["listed_from_root"] == YES,
        evidence=row["evidence"],
    )
