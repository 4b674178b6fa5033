"""Stores the shipped facts in the database: idempotent, and all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import transaction

from wizard.catalogue import shipped
from wizard.catalogue.models import (
    Accelerator,
    Index,
    Package,
    Pairing,
    Platform,
    Release,
    Revision,
    Standing,
    TritonRequirement,
    Wheel,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

YES = "yes"


def set_up_if_missing() -> None:
    """Create the tables and load the shipped catalogue where there is none, so that every command works at once."""
    call_command("migrate", verbosity=0)
    if not Revision.objects.exists():
        store_shipped()


@transaction.atomic
def store_shipped(*, force: bool = False) -> Revision:
    """Load the shipped files as a new revision; return the served one unchanged if it came from the same files."""
    checksum = shipped.checksum()
    served = Revision.objects.first()
    if served and served.checksum == checksum and not force:
        return served
    _store_curated()
    _store_releases()
    count = _store_wheels()
    return Revision.objects.create(source="shipped files", checksum=checksum, wheel_count=count)


def note_edit(source: str) -> Revision:
    """Make a new revision after a person edited the served catalogue."""
    checksum = Revision.objects.values_list("checksum", flat=True).first() or ""
    return Revision.objects.create(source=source[:200], checksum=checksum, wheel_count=Wheel.objects.count())


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
    for position, row in enumerate(shipped.table("packages.toml")["packages"]):
        Package.objects.update_or_create(name=row["name"], defaults={**row, "position": position})


def _store_releases() -> None:
    packages = {package.name: package for package in Package.objects.all()}
    accelerators = {accelerator.slug: accelerator for accelerator in Accelerator.objects.all()}
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
        TritonRequirement.objects.update_or_create(release=release, kind=kind, defaults=row)
    for row in shipped.rows("availability.csv"):
        release, accelerator = releases[row.pop("torch")], accelerators[row.pop("accelerator")]
        Standing.objects.update_or_create(release=release, accelerator=accelerator, defaults=row)


def _store_wheels() -> int:
    Wheel.objects.all().delete()
    return len(Wheel.objects.bulk_create(_wheels(), batch_size=2000))


def _wheels() -> Iterator[Wheel]:
    indexes = {index.slug: index for index in Index.objects.all()}
    for row in shipped.rows("wheels.csv"):
        yield Wheel(
            index=indexes[row["index"]],
            package=row["package"],
            version=row["version"],
            build_tag=row["build_tag"],
            python_tag=row["python_tag"],
            abi_tag=row["abi_tag"],
            platform_tag=row["platform_tag"],
            size_bytes=int(row["size_bytes"]) if row["size_bytes"] else None,
            listed_from_root=row["listed_from_root"] == YES,
            removed=row["removed"] == YES,
            evidence=row["evidence"],
        )
