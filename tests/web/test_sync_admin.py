"""Whoever keeps the catalogue syncs from the admin, and sees what came of it and who changed what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.tasks import default_task_backend
from django.utils import timezone

from tests.replica import Replica
from tests.replica.faults import Fault
from tests.sharing.presets import preset
from wizard.catalogue.models import Accelerator, Revision, Sync
from wizard.web import syncing
from wizard.web.tasks import sync_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db
NOW = "/admin/catalogue/sync/now/"


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica(complete=True) as running:
        yield running


@pytest.fixture
def small_site(replica: Replica, settings: Any) -> Iterator[Replica]:
    """Two indexes are enough."""
    settings.PYTORCH_INDEX_BASE_URL, settings.PYPI_INDEX_URL = replica.base_url, replica.pypi_url
    Accelerator.objects.exclude(slug__in=["cu130", "pypi"]).update(advertised=False)
    yield replica
    replica.faults.clear()


def said(client: Client) -> str:
    return client.post(NOW, follow=True).content.decode()


@pytest.mark.usefixtures("small_site")
def test_the_button_is_there_and_syncs(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "CHECKS", ())
    assert f'action="{NOW}"' in admin_client.get("/admin/catalogue/sync/").content.decode()
    assert "Sync: served." in said(admin_client)
    record = Sync.objects.get()
    assert record.revision == Revision.objects.latest()
    page = admin_client.get(f"/admin/catalogue/sync/{record.pk}/change/").content.decode()
    assert "cpu, cu130, pypi" in page
    assert "Sync now" in admin_client.get(f"/admin/catalogue/sync/{record.pk}/history/").content.decode()


def test_a_refusal_is_shown_with_its_reason(admin_client: Client, small_site: Replica) -> None:
    small_site.faults["/whl/cu130/"] = Fault(status=403)
    assert "denied access" in said(admin_client)
    assert "denied access" in admin_client.get("/admin/catalogue/sync/").content.decode()


@pytest.mark.usefixtures("small_site")
def test_presets_that_its_catalogue_hides_are_told_and_logged(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(syncing, "CHECKS", ())
    preset("rocm", name="AMD box", query="linux-x86_64=rocm7.1")
    preset()
    said(admin_client)
    sentence = "The preset 'AMD box' is hidden from the start page: "
    assert [remark for remark in Sync.objects.get().remarks if remark.startswith(sentence)]
    assert f"sync: {sentence}" in caplog.text
    assert "GPU box" not in caplog.text


def test_while_another_sync_runs_it_says_so(admin_client: Client) -> None:
    Sync.objects.create(started_at=timezone.now(), source="a mirror")
    assert "Another sync is running." in said(admin_client)
    assert Sync.objects.count() == 1


def test_with_a_worker_it_is_done_later(admin_client: Client, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    Sync.objects.create(started_at="2026-11-20T00:00Z", finished_at="2026-11-20T00:01Z", source="x", state="served")
    assert "The worker will sync as soon as it can." in said(admin_client)


def test_the_worker_keeps_who_pressed_the_button(admin_client: Client, settings: Any, small_site: Replica) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    small_site.faults["/whl/cu130/"] = Fault(status=403)
    said(admin_client)
    (waiting,) = default_task_backend.results  # type: ignore[attr-defined]
    sync_now.call(*waiting.args, **waiting.kwargs)
    history = admin_client.get(f"/admin/catalogue/sync/{Sync.objects.get().pk}/history/").content.decode()
    assert "Sync now" in history
    assert "admin" in history


def test_a_sync_that_found_another_one_is_not_put_down_to_anybody(admin_user: User) -> None:
    Sync.objects.create(started_at=timezone.now() + timedelta(seconds=1), source="a mirror")
    sync_now.call(admin_user.pk)
    assert not LogEntry.objects.exists()


def test_an_address_that_cannot_be_asked_is_told(admin_client: Client, settings: Any) -> None:
    settings.SYNC_BASE_URL = "https:/me:secret@mirror.example/whl"
    page = said(admin_client)
    assert "is no http(s) address" in page
    assert "secret" not in page


def test_only_who_may_sync_can(client: Client) -> None:
    person = User.objects.create_user("reader", is_staff=True)
    client.force_login(person)
    assert client.post(NOW).status_code == 403
    assert client.get(NOW).status_code == 405


def test_the_history_names_who_changed_what(admin_client: Client) -> None:
    accelerator = Accelerator.objects.get(slug="cu130")
    fields = ["slug", "label", "kind", "torch_backend_since", "capability_from", "capability_to", "position"]
    form = {name: getattr(accelerator, name) for name in fields} | {"index": accelerator.index_id, "advertised": "on"}
    form |= {"driver_linux": "590", "driver_windows": "590"}
    admin_client.post(f"/admin/catalogue/accelerator/{accelerator.pk}/change/", form)
    page = admin_client.get("/admin/admin/logentry/").content.decode()
    assert "CUDA 13.0" in page
    assert "Changed Driver linux" in page
    assert admin_client.get(f"/admin/catalogue/accelerator/{accelerator.pk}/history/").status_code == 200


def test_syncs_are_found_by_their_words_and_narrowed(admin_client: Client) -> None:
    now = timezone.now()
    Sync.objects.create(started_at=now, finished_at=now, source="one mirror", state="failed", reasons=["disk is full"])
    Sync.objects.create(started_at=now, finished_at=now, source="another", state="served", partial=True)
    for words in ("q=full", "q=one", "q=failed", "partial__exact=0"):
        page = admin_client.get(f"/admin/catalogue/sync/?{words}").content.decode()
        assert "one mirror" in page
        assert "another" not in page
