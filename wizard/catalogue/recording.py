"""Syncs that leave a record: whatever happens, the admin and the footer can tell what came of it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import DatabaseError
from django.utils import timezone

from wizard.catalogue.models import Sync
from wizard.catalogue.staging import NotServed
from wizard.catalogue.sync import Stopped, synchronise
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.reading import Pace
    from wizard.catalogue.sync import Order, Report

logger: Final = logging.getLogger(__name__)
LONGEST: Final = timedelta(hours=1)
"""A sync that began earlier and has not ended was killed."""


class AlreadyRunning(WizardError):
    """One sync at a time."""

    def __str__(self) -> str:
        return "Another sync is running. Wait until it has finished; one that was killed is forgotten after an hour."


def recorded_sync(order: Order, pace: Pace) -> Report:
    """Sync and keep what came of it, also where the sync raises; a dry run leaves no trace."""
    if order.dry_run:
        return synchronise(order, pace)
    record = _begun(order)
    try:
        report = synchronise(order, pace)
    except NotServed as error:
        _close(record, Sync.State.REFUSED, error.reasons)
        raise
    except Stopped as error:
        _close(record, Sync.State.INTERRUPTED, [str(error)])
        raise
    except (WizardError, DatabaseError, OSError) as error:
        _close(record, Sync.State.FAILED, [f"{error} What is served did not change."])
        raise
    record.indexes, record.remarks, record.revision = list(report.indexes), list(report.remarks), report.revision
    _close(record, Sync.State.SERVED if report.revision else Sync.State.UNCHANGED, [])
    return report


def _begun(order: Order) -> Sync:
    now = timezone.now()
    Sync.objects.give_up(now - LONGEST, now)
    if Sync.objects.running().exists():
        raise AlreadyRunning
    return Sync.objects.create(started_at=now, source=order.label[:300])


def _close(record: Sync, state: Sync.State, reasons: Iterable[str]) -> None:
    """Write the end down; where even that fails, as on a full disk, the log has it."""
    record.state, record.reasons, record.finished_at = state, list(reasons), timezone.now()
    if state not in Sync.ENDED_WELL:
        logger.warning("Sync from %s %s: %s", record.source, state, " ".join(record.reasons))
    try:
        record.save()
    except DatabaseError as error:
        logger.warning("The end of the sync could not be recorded: %s", error)
