"""How often one client may ask for what costs this server something, counted where all processes see it: the database.

    count(request, SHORT_LINKS)   # raises TooOften, which RefusalMiddleware answers with 429 if no view does

Windows are fixed, such as 14:00 to 15:00: a client that asks at the end of one and again at the start of the next
gets twice as much, which is what one statement without a history costs.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from time import time
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import Error, transaction

from wizard.errors import WizardError
from wizard.web.clients import client_of
from wizard.web.models import Tally

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many of one action, as the setting says, within so many seconds; people call them ``one`` or ``several``."""

    action: str
    one: str
    several: str
    setting: str
    seconds: int

    @property
    def most(self) -> int:
        """How many there may be."""
        return int(getattr(settings, self.setting))

    @property
    def counted(self) -> str:
        """How many there may be, and of what."""
        return f"{self.most} {self.one if self.most == 1 else self.several}"


SHORT_LINKS: Final = Limit(
    action="short-links",
    one="new short link an hour",
    several="new short links an hour",
    setting="SHORT_LINKS_PER_HOUR",
    seconds=3600,
)
DOCTOR: Final = Limit(
    action="doctor", one="file a minute", several="files a minute", setting="DOCTOR_PER_MINUTE", seconds=60
)


class TooOften(WizardError):
    """The client used up its window; ``retry_after`` says in how many seconds the next one begins."""

    def __init__(self, *, limit: Limit, retry_after: int) -> None:
        super().__init__(limit, retry_after)
        self.limit, self.retry_after = limit, retry_after

    @property
    def minutes(self) -> int:
        """In how many minutes, at most, there is room again."""
        return -(-self.retry_after // 60)

    def __str__(self) -> str:
        wait = (
            f"{self.minutes} minutes"
            if self.minutes > 1
            else f"{self.retry_after} second{'s' * (self.retry_after > 1)}"
        )
        return f"{self.limit.counted} is the most there is here for one client. Try again in {wait}."


def too_often[Response: HttpResponse](response: Response, refusal: TooOften) -> Response:
    """Make an answer that of a limit, which says when to come back."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(refusal.retry_after)
    return response


def count(request: HttpRequest, limit: Limit) -> None:
    """Count one more for whoever asks; raise ``TooOften`` where the window is used up.

    A database that is busy, read-only or away counts nothing, and refuses nobody: what was asked for may not need it.
    """
    now = int(time())
    until = now - now % limit.seconds + limit.seconds
    try:
        with transaction.atomic():
            counted = Tally.objects.count_up(client=client_of(request), limit=limit, until=until, now=now)
    except Error:
        logger.warning("A use of %s was not counted: the database cannot be written.", limit.action, exc_info=True)
        return
    if not counted:
        raise TooOften(limit=limit, retry_after=until - now)
