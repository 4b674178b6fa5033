"""The questions about checks, in the domain's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from wizard.web.models import Check


class CheckQuerySet(models.QuerySet["Check"]):
    """Every change of state names the state it starts from, so that two processes cannot both make it."""

    def unfinished(self) -> CheckQuerySet:
        """Those whose answer is still to come."""
        return self.filter(state__in=self.model.UNFINISHED)

    def asked_by(self, client: str) -> CheckQuerySet:
        """One client's, newest first."""
        return self.filter(client=client)

    def asked_since(self, moment: datetime) -> CheckQuerySet:
        """Those made after a moment."""
        return self.filter(created_at__gt=moment)

    def asked_before(self, moment: datetime) -> CheckQuerySet:
        """Those made before a moment."""
        return self.filter(created_at__lt=moment)

    def idle_since(self, moment: datetime) -> CheckQuerySet:
        """Those unfinished to which nothing has happened since a moment."""
        touched = Coalesce("started_at", "created_at")
        return self.unfinished().alias(touched_at=touched).filter(touched_at__lt=moment)

    def take(self, key: UUID | str, now: datetime) -> Check | None:
        """Return a waiting check as a running one; nothing where somebody else took or closed it."""
        taken = self.filter(pk=key, state=self.model.State.WAITING)
        return self.get(pk=key) if taken.update(state=self.model.State.RUNNING, started_at=now) else None

    def close(self, now: datetime, answer: Mapping[str, Any]) -> int:
        """Give those unfinished their answer; one that was closed before keeps the answer it has."""
        return self.unfinished().update(finished_at=now, **answer)
