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
    from uuid import UUID

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
    """One at a time per client; ``running`` is the other check, if it is known."""

    def __init__(self, *, retry_after: int, running: UUID | None = None) -> None:
        super().__init__(retry_after=retry_after)
        self.running = running

    def __str__(self) -> str:
        return "Another check of yours is still running. Wait until it has finished, then ask again."


class AskedTooOften(NotNow):
    """The client used up its hour."""

    @property
    def most(self) -> int:
        """How many there may be in it."""
        return settings.VERIFY_PER_HOUR

    @property
    def minutes(self) -> int:
        """In how many minutes, at most, there is room again."""
        return -(-self.retry_after // 60)

    def __str__(self) -> str:
        return (
            f"You asked for {self.most} check{'s' if self.most > 1 else ''} within an hour, "
            "which is the most there is here. "
            f"The next one is possible in {self.minutes} minute{'s' if self.minutes > 1 else ''}."
        )


class Busy(NotNow):
    """The server has enough to do."""

    def __str__(self) -> str:
        return "This server is busy with the checks of others. Try again in a moment."


def ask(question: Question, now: datetime) -> Check:
    """Return a check that was set going, or the client's own unfinished one about the same link.

    With the default backend the check runs inside this call, and is finished when it returns; with a worker it waits.
    Raises ``NotNow`` where a limit is reached.
    """
    if own := _unfinished(question):
        return own
    _keep_to_the_hour(question.client, now)
    try:
        check = _make(question, now)
    except IntegrityError as error:  # another process was faster
        if own := _unfinished(question):
            return own
        raise StillRunning(retry_after=SOON) from error
    if Check.objects.unfinished().older_than(check).count() >= settings.VERIFY_AT_ONCE:
        check.delete()
        raise Busy(retry_after=SOON)
    ask_uv.enqueue(str(check.pk))
    return check


def tidy(now: datetime) -> None:
    """Forget old checks, and close with a sentence what nobody works on any more, such as after a restart.

    One that waits may have to wait for all others there can be. Most often there is nothing to do, and looking takes
    no lock.
    """
    old = Check.objects.asked_before(now - KEPT)
    if old.exists():
        old.delete()
    one = timedelta(seconds=settings.VERIFY_TIMEOUT)
    lost = Check.objects.lost(
        waiting_since=now - one * settings.VERIFY_AT_ONCE - GRACE,
        running_since=now - one - GRACE,
    )
    if lost.exists():
        lost.close(now, refused(LOST))


def _unfinished(question: Question) -> Check | None:
    """Return the client's unfinished check about this link; raise ``StillRunning`` where it is about another one."""
    own = Check.objects.unfinished().asked_by(question.client).first()
    if own and own.link != question.link:
        raise StillRunning(retry_after=SOON, running=own.pk)
    return own


def _keep_to_the_hour(client: str, now: datetime) -> None:
    recent = Check.objects.asked_by(client).asked_since(now - HOUR)[: settings.VERIFY_PER_HOUR]
    times = [check.created_at for check in recent]
    if len(times) == settings.VERIFY_PER_HOUR:
        raise AskedTooOften(retry_after=int((times[-1] + HOUR - now).total_seconds()) + 1)


def _make(question: Question, now: datetime) -> Check:
    """Leave it to the database that a client has one at a time: it is what all processes share."""
    with transaction.atomic():
        return Check.objects.create(
            link=question.link, revision=question.revision, client=question.client, created_at=now
        )
