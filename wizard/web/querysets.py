"""The questions about checks and tallies, in the domain's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connections, models

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from wizard.web.limits import Limit
    from wizard.web.models import Check, Tally  # noqa: F401  named as strings below

COUNT_UP: Final = """
    INSERT INTO web_tally (client, action, until, times) VALUES (%s, %s, %s, 1)
    ON CONFLICT (client, action, until) DO UPDATE SET times = web_tally.times + 1 WHERE web_tally.times < %s
    RETURNING times
"""
"""One statement, so that two processes cannot both take the last place; PostgreSQL and SQLite read it alike."""


class CheckQuerySet(models.QuerySet["Check"]):
    """Every change of state names the state it starts from, so that two processes cannot both make it."""

    def unfinished(self) -> CheckQuerySet:
        """Those whose answer is still to come."""
        return self.filter(state__in=self.model.UNFINISHED)

    def with_key(self, key: UUID | str) -> CheckQuerySet:
        """One, or none where it is unknown or forgotten."""
        return self.filter(pk=key)

    def asked_by(self, client: str) -> CheckQuerySet:
        """One client's, newest first."""
        return self.filter(client=client)

    def asked_since(self, moment: datetime) -> CheckQuerySet:
        """Those made after a moment."""
        return self.filter(created_at__gt=moment)

    def asked_before(self, moment: datetime) -> CheckQuerySet:
        """Those made before a moment."""
        return self.filter(created_at__lt=moment)

    def older_than(self, check: Check) -> CheckQuerySet:
        """Those made before another one; of two made at once, the one with the smaller key is the older."""
        at_once = models.Q(created_at=check.created_at, pk__lt=check.pk)
        return self.filter(models.Q(created_at__lt=check.created_at) | at_once)

    def lost(self, *, waiting_since: datetime, running_since: datetime) -> CheckQuerySet:
        """Those that nobody can be at work on any more: they wait, or run, since before these moments."""
        waiting = models.Q(state=self.model.State.WAITING, created_at__lt=waiting_since)
        running = models.Q(state=self.model.State.RUNNING, started_at__lt=running_since)
        return self.filter(waiting | running)

    def take(self, key: UUID | str, now: datetime) -> Check | None:
        """Return a waiting check as a running one; nothing where somebody else took or closed it."""
        taken = self.filter(pk=key, state=self.model.State.WAITING)
        return self.get(pk=key) if taken.update(state=self.model.State.RUNNING, started_at=now) else None

    def close(self, now: datetime, answer: Mapping[str, Any]) -> int:
        """Give those unfinished their answer; one that was closed before keeps the answer it has."""
        return self.unfinished().update(finished_at=now, **answer)


class TallyQuerySet(models.QuerySet["Tally"]):
    """Counting, and forgetting what was counted."""

    def count_up(self, *, client: str, limit: Limit, until: int, now: int) -> bool:
        """Count one more in the window that ends then; whether there was room for it.

        The first of a client in a window also clears away the windows that have ended, so nothing else has to.
        """
        with connections[self.db].cursor() as cursor:
            cursor.execute(COUNT_UP, [client, limit.action, until, limit.most])
            row = cursor.fetchone()
        if row == (1,):
            self.filter(until__lte=now).delete()
        return row is not None
