"""What balancers and monitors ask: answered before anything refuses them, and honest about what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from wizard.catalogue import loading
from wizard.catalogue.models import Revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db
ELSEWHERE = {"Host": "10.1.2.3"}


@pytest.fixture
def _away() -> Iterator[None]:
    def refuse(*_: Any) -> None:
        message = "the database is away, password=secret"
        raise OperationalError(message)

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize(("address", "said"), [("/healthz", "ok\n"), ("/readyz", "ready\n")])
def test_a_probe_is_answered_whatever_the_host_is_called(
    address: str, said: str, client: Client, settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get(address, headers=ELSEWHERE)
    assert (answer.status_code, answer.content.decode()) == (200, said)
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/", headers=ELSEWHERE).status_code == 400


def test_only_reading_is_probing(client: Client) -> None:
    assert client.head("/readyz").status_code == 200
    assert client.post("/readyz").status_code == 405


@pytest.mark.usefixtures("_away")
def test_an_instance_without_its_database_lives_but_is_not_ready(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode() == "The database does not answer. The log says more.\n"


def test_an_instance_whose_migrations_wait_is_not_ready(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("web", "0002_tallies")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode() == "The database lacks 1 migration. Run `manage.py migrate`.\n"


def test_an_instance_without_a_catalogue_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading._serving, "served", None)
    Revision.objects.all().delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode() == (
        "The catalogue is empty. Run `manage.py load_catalogue` to load the shipped one.\n"
    )


@pytest.mark.usefixtures("_away")
def test_pages_and_files_are_answered_from_memory_while_the_database_is_away(client: Client) -> None:
    for address in ("/", "/matrix/", "/pyproject.toml?linux-x86_64=cpu", "/doctor/", "/doctor/rules/"):
        assert client.get(address).status_code == 200
    assert client.post("/doctor/", "[project]", content_type="text/plain").status_code == 200


@pytest.mark.usefixtures("_away")
def test_what_needs_the_database_says_to_come_back(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/c/0123456789", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert answer.content.decode().startswith("The database does not answer at the moment.")
    assert "the database is away" in caplog.text


@pytest.mark.usefixtures("_away")
def test_nothing_is_served_where_no_catalogue_was_ever_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading._serving, "served", None)
    assert client.get("/").status_code == 503


def test_what_is_counted_is_told_also_while_the_database_is_away(
    client: Client, settings: Any, request: pytest.FixtureRequest
) -> None:
    settings.METRICS_ENABLED = True
    told = client.get("/metrics").content.decode()
    assert "\nwizard_database_up 1.0\n" in told
    assert "\nwizard_short_links 0.0\n" in told
    request.getfixturevalue("_away")
    answer = client.get("/metrics")
    told = answer.content.decode()
    assert answer.status_code == 200
    assert "\nwizard_database_up 0.0\n" in told
    assert "wizard_requests_total" in told
    assert "wizard_short_links" not in told
