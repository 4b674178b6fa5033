"""The catalogue is stored once, all or nothing, and served without asking the database again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from wizard.catalogue import checks, loading, shipped, storing
from wizard.catalogue.loading import EmptyCatalogue, forget_catalogue, load_catalogue, read_catalogue
from wizard.catalogue.management.commands.dump_catalogue import HEADER
from wizard.catalogue.models import Accelerator, Index, Package, Pairing, Platform, Release, Revision, Wheel
from wizard.catalogue.storing import set_up_if_missing, store_shipped

if TYPE_CHECKING:
    from django.db.models import Model
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_the_same_files_are_stored_once() -> None:
    revision, wheels = Revision.objects.latest(), set(Wheel.objects.values_list("pk", flat=True))
    assert store_shipped() == revision
    assert set(Wheel.objects.values_list("pk", flat=True)) == wheels


def test_storing_again_by_force_changes_nothing_but_the_revision() -> None:
    before = (Release.objects.count(), Pairing.objects.count(), Wheel.objects.count(), Platform.objects.count())
    revision = store_shipped(force=True)
    assert revision.wheel_count == before[2]
    assert (Release.objects.count(), Pairing.objects.count(), Wheel.objects.count(), Platform.objects.count()) == before


def test_a_failure_half_way_leaves_the_old_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Revision.objects.latest(), Wheel.objects.count()
    whole = shipped.rows("wheels.csv")
    broken = [*whole[:5000], {**whole[0], "index": "nowhere"}]
    monkeypatch.setattr(shipped, "rows", lambda name: broken if name == "wheels.csv" else _rows(name))
    with pytest.raises(KeyError):
        store_shipped(force=True)
    assert (Revision.objects.latest(), Wheel.objects.count()) == before


_rows = shipped.rows


def test_loading_by_command_says_what_is_served() -> None:
    said = io.StringIO()
    call_command("load_catalogue", stdout=said)
    assert "is already served" in said.getvalue()
    call_command("load_catalogue", "--force", stdout=said)
    assert "is now served" in said.getvalue()


def test_a_clean_database_is_set_up() -> None:
    Revision.objects.all().delete()
    set_up_if_missing()
    assert Revision.objects.count() == 1


def test_an_empty_catalogue_says_what_to_do() -> None:
    Revision.objects.all().delete()
    with pytest.raises(EmptyCatalogue, match=r"manage\.py load_catalogue"):
        load_catalogue()


@pytest.mark.usefixtures("unhurried")
def test_once_warm_a_request_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    warm = load_catalogue()
    with django_assert_num_queries(0):
        assert load_catalogue() is warm


def test_after_a_while_only_the_revision_and_the_last_syncs_are_asked_for(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm = load_catalogue()
    monkeypatch.setattr(loading, "monotonic", lambda: float("inf"))
    with django_assert_num_queries(3):
        assert load_catalogue() is warm


def test_the_dump_holds_every_wheel_that_is_still_there(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("dump_catalogue")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    expected = [row for row in shipped.rows("wheels.csv") if not row["removed"]]
    assert list(rows[0]) == HEADER
    assert len(rows) == len(expected)
    assert {tuple(row.values()) for row in rows} == {tuple(row[key] for key in rows[0]) for row in expected}


def test_every_page_of_the_admin_answers(admin_client: Client) -> None:
    names = ["accelerator", "index", "package", "platform", "release", "revision", "standing", "tritonrequirement"]
    for name in [*names, "wheel"]:
        assert admin_client.get(f"/admin/catalogue/{name}/").status_code == 200
    wheel = Wheel.objects.latest("pk")
    assert admin_client.get(f"/admin/catalogue/wheel/?q={wheel.version}").status_code == 200
    assert admin_client.get(f"/admin/catalogue/wheel/{wheel.pk}/change/").status_code == 200
    assert admin_client.post(f"/admin/catalogue/wheel/{wheel.pk}/change/", {}).status_code == 403
    assert admin_client.get("/admin/catalogue/wheel/add/").status_code == 403
    assert admin_client.post(f"/admin/catalogue/wheel/{wheel.pk}/delete/").status_code == 403


def test_an_edit_in_the_admin_is_served_and_names_its_author(admin_client: Client) -> None:
    accelerator = Accelerator.objects.get(slug="cu130")
    assert load_catalogue().accelerators["cu130"].driver_linux == "580"
    fields = ["slug", "label", "kind", "torch_backend_since", "capability_from", "capability_to", "position"]
    form = {name: getattr(accelerator, name) for name in fields} | {"index": accelerator.index_id, "advertised": "on"}
    form |= {"driver_linux": "590", "driver_windows": "590"}
    answer = admin_client.post(f"/admin/catalogue/accelerator/{accelerator.pk}/change/", form)
    assert answer.status_code == 302
    forget_catalogue()
    assert load_catalogue().accelerators["cu130"].driver_linux == "590"
    assert Revision.objects.latest().source == "admin changed CUDA 13.0"


def test_a_bad_edit_is_refused_with_a_sentence(admin_client: Client) -> None:
    index = Index.objects.get(slug="cu130")
    answer = admin_client.post(f"/admin/catalogue/index/{index.pk}/change/", {"slug": "cu130", "url": "ftp://x"})
    assert answer.status_code == 200
    assert "Enter a valid URL" in answer.content.decode()


def test_deleting_in_the_admin_makes_a_revision(admin_client: Client) -> None:
    ours = Package.objects.create(name="ours", label="ours", position=9)
    admin_client.post(f"/admin/catalogue/package/{ours.pk}/delete/", {"post": "yes"})
    assert Revision.objects.latest().source == "admin deleted ours"
    pk = Release.objects.get(torch="2.0.0").pk
    chosen = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    admin_client.post("/admin/catalogue/release/", chosen)
    assert Revision.objects.latest().source == "admin deleted 2.0.0"
    assert User.objects.count() == 1


@pytest.mark.parametrize("kept", [Package, Platform])
def test_what_links_name_cannot_be_deleted(kept: type[Package | Platform], admin_client: Client) -> None:
    count = kept.objects.count()
    pages = f"/admin/catalogue/{kept.__name__.lower()}/"
    for row in kept.objects.all():
        assert admin_client.post(f"{pages}{row.pk}/delete/", {"post": "yes"}).status_code == 403
        admin_client.post(pages, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert kept.objects.count() == count


def test_what_the_wizard_starts_with_cannot_be_taken_away(admin_client: Client) -> None:
    for slug in ("pypi", "cpu"):
        accelerator = Accelerator.objects.get(slug=slug)
        accelerator.advertised = False
        with pytest.raises(ValidationError, match="is always offered"):
            accelerator.full_clean()
        assert admin_client.post(f"/admin/catalogue/accelerator/{accelerator.pk}/delete/").status_code == 403
    Accelerator.objects.update(advertised=False)
    assert set(read_catalogue(Revision.objects.latest().pk).accelerators) == {"pypi", "cpu"}


@pytest.mark.parametrize(
    ("model", "field"),
    [(Accelerator, "slug"), (Index, "slug"), (Platform, "slug"), (Package, "name"), (Release, "torch")],
)
def test_what_links_name_keeps_its_name(model: type[Model], field: str, admin_client: Client) -> None:
    pages = f"/admin/catalogue/{model.__name__.lower()}/"
    row = model._default_manager.last()
    assert row
    assert f'name="{field}"' not in admin_client.get(f"{pages}{row.pk}/change/").content.decode()
    assert f'name="{field}"' in admin_client.get(f"{pages}add/").content.decode()


@pytest.mark.parametrize(
    ("words", "found", "missing"),
    [
        ("standing/?q=2.14", "2.14.0", "2.8.0"),
        ("tritonrequirement/?q=rocm", "triton-rocm", "triton-xpu"),
        ("release/?pypi_cuda_x86_64=13.0", "2.13.0", "2.0.1"),
        ("index/?accelerator__kind=rocm", "rocm6.4", "cu130"),
        ("index/?read_at__isempty=0", "0 indexes", "cu130"),
    ],
)
def test_a_list_can_be_searched_or_narrowed(words: str, found: str, missing: str, admin_client: Client) -> None:
    page = admin_client.get(f"/admin/catalogue/{words}").content.decode()
    results = page[page.index('id="changelist-form"') :]
    assert found in results
    assert missing not in results


def test_the_models_say_what_they_are() -> None:
    assert str(Revision.objects.latest()).startswith("r")
    assert str(Index.objects.get(slug="cu130")) == "cu130"
    assert str(Pairing.objects.get(release__torch="2.9.1", package__name="torchvision")) == (
        "torch 2.9.1 with torchvision 0.24.1"
    )
    assert str(Platform.objects.get(slug="linux-aarch64")) == "Linux ARM64"


@pytest.mark.parametrize(
    ("name", "row", "code"),
    [
        ("availability.csv", {"torch": "2.9.0", "accelerator": "cu999", "platforms": "linux-x86_64"}, "catalogue.E002"),
        ("triton.csv", {"torch": "2.9.0", "platforms": "beos"}, "catalogue.E001"),
    ],
)
def test_a_broken_reference_in_the_shipped_files_is_found(
    name: str, row: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checks.check_shipped_tables() == []
    monkeypatch.setattr(shipped, "rows", lambda asked: [row] if asked == name else [])
    assert [found.id for found in checks.check_shipped_tables()] == [code]


def test_a_nightly_for_a_machine_nobody_knows_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    accelerators = [{"slug": "x", "nightly": "beos"}]
    tables = {"platforms.toml": {"platforms": []}, "accelerators.toml": {"accelerators": accelerators}}
    monkeypatch.setattr(shipped, "table", tables.get)
    monkeypatch.setattr(shipped, "rows", lambda _: [])
    assert [found.id for found in checks.check_shipped_tables()] == ["catalogue.E003"]


def test_an_edit_is_noted_without_a_revision_before_it() -> None:
    Revision.objects.all().delete()
    assert storing.note_edit("somebody changed something").checksum == ""


def test_instances_that_start_at_once_on_postgresql_wait_for_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "call_command", lambda *_, **__: None)
    with CaptureQueriesContext(connection) as asked:
        set_up_if_missing()
    locking = [one["sql"].partition("(")[0] for one in asked if "advisory" in one["sql"]]
    known = ["SELECT pg_advisory_lock", "SELECT pg_advisory_unlock"]
    assert locking == (known if connection.vendor == "postgresql" else [])


def test_a_catalogue_that_was_read_is_served_while_the_database_is_away() -> None:
    served = load_catalogue()

    def refuse(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(refuse):
        assert load_catalogue() is served
        loading._serving.served = None
        with pytest.raises(OperationalError):
            load_catalogue()
