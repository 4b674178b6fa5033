"""How new the served catalogue is known to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.catalogue.models import Sync

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
    last = Sync.objects.finished().first()
    good = Sync.objects.ended_well().first()
    return Freshness(
        revision=revision,
        checked_at=good.finished_at if good else None,
        indexes=len(good.indexes) if good else 0,
        failed_at=last.finished_at if last and last != good else None,
    )
