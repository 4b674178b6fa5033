"""The footer says how new the catalogue is, and that a check failed where one did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string

from wizard.catalogue.freshness import read_freshness
from wizard.catalogue.models import Index, Sync

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
GOOD = "Catalogue r7, checked 3 hours ago, 2 indexes reachable"


def footer() -> str:
    text = render_to_string("wizard/sentences/texts/freshness.txt", {"freshness": read_freshness(7), "now": NOW})
    return text.strip().replace("\xa0", " ")


def synced(hours: int, state: Sync.State, *, partial: bool = False) -> None:
    """Keep a sync that ended so many hours ago."""
    ended = NOW - timedelta(hours=hours)
    Sync.objects.create(
        started_at=ended, finished_at=ended, source="a mirror", state=state, partial=partial, indexes=["cpu", "pypi"]
    )


@pytest.fixture
def _checked() -> None:
    Index.objects.filter(slug__in=["cpu", "pypi"]).update(read_at=NOW)
    synced(3, Sync.State.SERVED)


def test_without_a_sync_it_is_as_shipped() -> None:
    assert footer() == "Catalogue r7, as shipped"


@pytest.mark.usefixtures("_checked")
def test_after_a_sync_it_says_when_and_how_much() -> None:
    assert footer() == GOOD


@pytest.mark.usefixtures("_checked")
@pytest.mark.parametrize("state", [Sync.State.FAILED, Sync.State.REFUSED, Sync.State.INTERRUPTED])
def test_a_check_that_failed_since_is_said_to_have_failed(state: Sync.State) -> None:
    synced(2, state)
    assert footer() == f"{GOOD}; the last check, 2 hours ago, failed"
    synced(1, Sync.State.UNCHANGED)
    assert footer() == "Catalogue r7, checked 1 hour ago, 2 indexes reachable"


@pytest.mark.usefixtures("_checked")
@pytest.mark.parametrize("state", [Sync.State.FAILED, Sync.State.SERVED])
def test_a_sync_of_some_indexes_says_nothing_of_all(state: Sync.State) -> None:
    synced(1, state, partial=True)
    assert footer() == GOOD
