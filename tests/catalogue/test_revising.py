"""Revisions begin and end the life of wheels, and old ones are forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wizard.catalogue.index import Page, WheelKey
from wizard.catalogue.models import Accelerator, Index, ReadPage, Revision, Standing, TritonRequirement, Wheel
from wizard.catalogue.revising import Difference, Seen, difference, new_revision, prune
from wizard.catalogue.storing import note_edit, store_shipped

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
PAGE = Page("cu132", "torch")
SEEN = Seen(size_bytes=None, listed_from_root=False, evidence="index page")


def served() -> dict[WheelKey, Seen]:
    """The published wheels of one page."""
    rows = Wheel.objects.published().filter(index__slug="cu132", package="torch")
    names = (*WheelKey._fields[1:], *Seen._fields)
    return {WheelKey("cu132", *row[:6]): Seen(*row[6:]) for row in rows.values_list(*names)}


def test_a_revision_begins_the_new_and_ends_the_gone() -> None:
    before = served()
    key, _ = next(iter(before.items()))
    new = key._replace(version="9.9.9+cu132")
    change = difference({new: SEEN, **{one: seen for one, seen in before.items() if one != key}}, [PAGE])
    revision = new_revision("a test", change, changes=["something"])
    assert (revision.added_count, revision.gone_count, revision.changes) == (1, 1, ["something"])
    assert revision.wheel_count == Wheel.objects.published().count()
    assert Wheel.objects.added_by(revision.pk).get().version == "9.9.9+cu132"
    assert Wheel.objects.gone_with(revision.pk).get().version == key.version
    assert served().keys() == {*before, new} - {key}


def test_a_known_size_outlives_a_page_that_has_none() -> None:
    key, seen = next(iter(served().items()))
    Wheel.objects.filter(package="torch", version=key.version, index__slug="cu132").update(size_bytes=7)
    change = difference(dict.fromkeys(served(), SEEN), [PAGE])
    assert not change.added
    assert not change.gone
    new_revision("a test", change)
    assert served()[key] == SEEN._replace(size_bytes=7)
    assert seen.evidence != SEEN.evidence


def test_what_lies_at_the_root_stays_there_when_a_mirror_hides_it() -> None:
    Wheel.objects.filter(package="torch", index__slug="cu132").update(listed_from_root=True)
    new_revision("a test", difference(dict.fromkeys(served(), SEEN), [PAGE]))
    assert all(seen.listed_from_root for seen in served().values())


def test_old_revisions_go_with_the_wheels_only_they_had(settings: Any) -> None:
    settings.CATALOGUE_REVISIONS_KEPT = 50
    count, shipped = Wheel.objects.count(), Revision.objects.count()
    gone = new_revision("without", difference({}, [PAGE]))
    for number in range(3):
        last = note_edit(f"edit {number}")
    assert prune(4) == shipped
    assert Wheel.objects.gone_with(gone.pk).count() == gone.gone_count > 0
    assert prune(3) == 1
    assert Wheel.objects.count() == count - gone.gone_count
    assert prune(2) == 1
    assert prune(50) == 0
    assert list(Revision.objects.values_list("source", flat=True)) == ["edit 2", "edit 1"]
    assert Revision.objects.newest() == last.pk


def test_the_setting_decides_how_many_are_kept(settings: Any) -> None:
    settings.CATALOGUE_REVISIONS_KEPT = 2
    for number in range(4):
        note_edit(f"edit {number}")
    assert Revision.objects.count() == 2


def test_a_revision_kept_alone_still_shows_what_it_lost(settings: Any) -> None:
    settings.CATALOGUE_REVISIONS_KEPT = 1
    gone = new_revision("without", difference({}, [PAGE]))
    assert Revision.objects.get() == gone
    assert Wheel.objects.gone_with(gone.pk).count() == gone.gone_count > 0


def test_no_difference_is_falsy() -> None:
    assert not Difference()
    assert difference({}, [PAGE])


def test_shipped_files_leave_alone_what_a_sync_has_read() -> None:
    index = Index.objects.get(slug="cu132")
    Index.objects.filter(pk=index.pk).update(read_at="2026-11-21T00:00Z")
    Wheel.objects.filter(index=index).delete()
    Standing.objects.all().delete()
    ReadPage.objects.create(source="x", index_slug="cu132", package="torch")
    TritonRequirement.objects.filter(kind="rocm").update(version="1.0", evidence="seen")
    store_shipped(force=False)
    Revision.objects.update(checksum="older files")
    store_shipped()
    assert not Wheel.objects.filter(index=index).exists()
    assert not Standing.objects.filter(accelerator__slug="cu132").exists()
    assert Standing.objects.exists()
    assert not ReadPage.objects.exists()
    inferred = TritonRequirement.objects.get(release__torch="2.1.0", kind="rocm")
    assert (inferred.version, inferred.evidence) == ("1.0", "seen")
    store_shipped(force=True)
    assert Wheel.objects.filter(index=index).exists()


def test_a_discovered_accelerator_that_ships_later_is_advertised() -> None:
    Accelerator.objects.filter(slug="cu132").update(advertised=False, discovered_at="2026-11-21T00:00Z")
    Accelerator.objects.filter(slug="cu117").update(advertised=False)
    store_shipped(force=True)
    assert Accelerator.objects.get(slug="cu132").advertised
    assert not Accelerator.objects.get(slug="cu117").advertised


def test_the_admin_shows_what_a_revision_changed(admin_client: Client) -> None:
    first = Revision.objects.latest()
    page = admin_client.get(f"/admin/catalogue/revision/{first.pk}/change/").content.decode()
    assert f"all {first.added_count} files" in page
    assert f'href="/admin/catalogue/wheel/?since={first.pk}"' in page
    gone = new_revision("without", difference({}, [PAGE]), changes=["<b>gone</b>"])
    page = admin_client.get(f"/admin/catalogue/revision/{gone.pk}/change/").content.decode()
    assert "&lt;b&gt;gone&lt;/b&gt;" in page
    assert "cu132: torch-" in page
    assert admin_client.get(f"/admin/catalogue/wheel/?until={gone.pk}").status_code == 200
