"""Who may have uv check what, and when: the limits, and the one door to a new check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import IntegrityError, transaction

from wizard.errors import WizardError
from wizard.web.answers import LOST, refused
from wizard.web.models import Check
from wizard.web.tasks import ask_uv

if TYPE_CHECKING:
    from datetime import datetime

HOUR: Final = timedelta(hours=1)
KEPT: Final = timedelta(days=7)
GRACE: Final = timedelta(minutes=1)
SOON: Final = 10
"""Seconds after which trying again makes sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, about which catalogue, and by whom."""

    link: str
    revision: int
    client: str


class NotNow(WizardError):
    """A check is refused for the moment; ``retry_after`` says for how many seconds."""

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class StillRunning(NotNow):
    """One at a time per client."""

    def __str__(self) -> str:
        return "Another check of yours is still running. Wait until it has finished, then ask again."


class AskedTooOften(NotNow):
    """The client used up its hour."""

    def __str__(self) -> str:
        minutes = -(-self.retry_after // 60)
        return (
            f"You asked for {settings.VERIFY_PER_HOUR} checks within an hour, which is the most there is here. "
            f"The next one is possible in {minutes} minute{'s' if minutes > 1 else ''}."
        )


class Busy(NotNow):
    """The server has enough to do."""

    def __str__(self) -> str:
        return "This server is busy with the checks of others. Try again in a moment."


def ask(question: Question, now: datetime) -> Check:
    """Return a check that was set going, or the client's own running one about the same link.

    Raises ``NotNow`` where a limit is reached.
    """
    Check.objects.asked_before(now - KEPT).delete()
    close_lost(now)
    running = Check.objects.unfinished().asked_by(question.client).first()
    if running and running.link == question.link:
        return running
    _keep_to_the_hour(question.client, now)
    check = _make(question, now)
    if Check.objects.unfinished().count() > settings.VERIFY_AT_ONCE:
        check.delete()
        raise Busy(retry_after=SOON)
    ask_uv.enqueue(str(check.pk))
    return check


def close_lost(now: datetime) -> None:
    """Close what nobody works on any more, such as after a restart, with a sentence."""
    patience = timedelta(seconds=settings.VERIFY_TIMEOUT) + GRACE
    idle = Check.objects.idle_since(now - patience)
    if idle.exists():  # most often there is none, and looking takes no lock
        idle.close(now, refused(LOST))


def _keep_to_the_hour(client: str, now: datetime) -> None:
    recent = Check.objects.asked_by(client).asked_since(now - HOUR)[: settings.VERIFY_PER_HOUR]
    times = [check.created_at for check in recent]
    if len(times) == settings.VERIFY_PER_HOUR:
        raise AskedTooOften(retry_after=int((times[-1] + HOUR - now).total_seconds()) + 1)


def _make(question: Question, now: datetime) -> Check:
    """Leave it to the database that a client has one at a time: it is what all processes share."""
    try:
        with transaction.atomic():
            return Check.objects.create(
                link=question.link, revision=question.revision, client=question.client, created_at=now
            )
    except IntegrityError as error:
        raise StillRunning(retry_after=SOON) from error
