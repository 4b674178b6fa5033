"""The presets a start page shows: what is offered now or, while the database is away, what was offered last."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import Error

from wizard.sharing.presets import offered_presets

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.sharing.presets import Followed

logger: Final = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What this process was told last, and when it asks again after it was told nothing."""

    offered: tuple[Followed, ...] = ()
    asks_at: float = 0


_seen: Final = _Seen()


def offered_or_seen_last(catalogue: Catalogue) -> tuple[Followed, ...]:
    """Return what is offered now; while the database does not answer, what this process was told last."""
    if monotonic() < _seen.asks_at:
        return _seen.offered
    try:
        offered = _seen.offered = offered_presets(catalogue)
    except Error:
        logger.warning("The database does not answer; the presets that were read from it are still shown.")
        _seen.asks_at = monotonic() + settings.CATALOGUE_CHECK_SECONDS
        return _seen.offered
    return offered
