"""How new the served catalogue is known to be: by syncs of all indexes, unless it is back at the shipped state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.catalogue.models import Index, Sync

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """When the indexes were last found to list what is served, how many answered, and when that last failed since."""

    revision: int
    checked_at: datetime | None
    indexes: int
    failed_at: datetime | None


def read_freshness(revision: int) -> Freshness:
    """Read what the last syncs came to; without any, the catalogue is as shipped."""
    last = Sync.objects.finished().whole().first()
    good = Sync.objects.ended_well().whole().first() if Index.objects.read().exists() else None
    return Freshness(
        revision=revision,
        checked_at=good.finished_at if good else None,
        indexes=len(good.indexes) if good else 0,
        failed_at=last.finished_at if last and last.state not in Sync.ENDED_WELL else None,
    )
