"""Syncs that leave a record: whatever happens, the admin and the footer can tell what came of it."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from wizard.catalogue.models import Sync
from wizard.catalogue.staging import NotServed
from wizard.catalogue.sync import Stopped, slugs_to_read, synchronise
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wizard.catalogue.reading import Pace
    from wizard.catalogue.sync import Order, Report

logger: Final = logging.getLogger(__name__)
BROKEN_OFF: Final = "It broke off because of a fault in this program; what is served did not change. The log has more."
SILENCE: Final = timedelta(minutes=1)
"""A sync that has not ended and has said nothing for so long was killed, on whichever machine it ran."""


class AlreadyRunning(WizardError):
    """One sync at a time."""

    def __str__(self) -> str:
        return "Another sync is running. Wait until it has finished; one that was killed is forgotten within a minute."


def recorded_sync(order: Order, pace: Pace) -> Report:
    """Sync and keep what came of it, also where the sync raises; a dry run leaves no trace.

    What is raised holds the reasons, for the caller to print or to log.
    """
    if order.dry_run:
        return synchronise(order, pace)
    slugs_to_read(order)
    record = _begun(order)
    state = Sync.State.FAILED
    reasons: tuple[str, ...] = (BROKEN_OFF,)
    try:
        report = synchronise(order, replace(pace, alive=partial(_say_alive, record)))
        record.indexes, record.remarks, record.revision = list(report.indexes), list(report.remarks), report.revision
        state, reasons = Sync.State.SERVED if report.revision else Sync.State.UNCHANGED, ()
    except NotServed as error:
        state, reasons = Sync.State.REFUSED, error.reasons
        raise
    except Stopped as error:
        state, reasons = Sync.State.INTERRUPTED, (str(error),)
        raise
    except (WizardError, DatabaseError, OSError) as error:
        reasons = (f"{error} What is served did not change.",)
        raise
    finally:
        _close(record, state, reasons)
    return report


def must_be_alone(now: datetime) -> None:
    """Raise ``AlreadyRunning`` where another sync is under way; close one that was killed."""
    Sync.objects.give_up(SILENCE, now)
    if Sync.objects.running().exists():
        raise AlreadyRunning


def _begun(order: Order) -> Sync:
    now = timezone.now()
    must_be_alone(now)
    try:
        with transaction.atomic():
            return Sync.objects.create(started_at=now, source=order.label[:300], partial=bool(order.indexes))
    except IntegrityError as error:
        raise AlreadyRunning from error


def _say_alive(record: Sync) -> None:
    """Tell the other machines; where the database has no time for it now, the next time will do."""
    with suppress(DatabaseError):
        Sync.objects.still_alive(record.pk)


def _close(record: Sync, state: Sync.State, reasons: Iterable[str]) -> None:
    """Write the end down; where even that fails, as on a full disk, the log has it.

    The log has no reasons here: the error that is raised has them, and whoever catches it tells them, once.
    """
    record.state, record.reasons, record.finished_at = state, list(reasons), timezone.now()
    if state not in Sync.ENDED_WELL:
        logger.warning("Sync from %s: %s.", record.source, state)
    try:
        record.save()
    except DatabaseError as error:
        logger.warning("The end of the sync could not be recorded: %s", error)
