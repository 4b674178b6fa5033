"""What visitors asked the real uv, and what it answered; and how often each asked for what costs something."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from wizard.answering.wording import worded
from wizard.web.querysets import CheckQuerySet, TallyQuerySet


class Check(models.Model):
    """One question to the real uv about one link, kept for a week."""

    class State(models.TextChoices):
        """How far it is; ``REFUSED`` means that uv gave no judgement."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"

    UNFINISHED = (State.WAITING, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.TextField(help_text="The canonical query string.")
    revision = models.PositiveBigIntegerField(help_text="The catalogue's revision.")
    client = models.CharField(max_length=64, help_text="A keyed hash of the address, never the address itself.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    uv_version = models.CharField(max_length=40, blank=True)
    seconds = models.FloatField(null=True, help_text="How long uv took to lock.")
    result = models.JSONField(default=dict, help_text="The table's lines, or the refusal's sentence.")

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["client", "created_at"], name="check_client_created")]
        constraints = [
            models.UniqueConstraint(
                fields=["client"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_unfinished_check_per_client",
            )
        ]

    def __str__(self) -> str:
        return f"{self.link} ({self.state})"

    @property
    def unfinished(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in self.UNFINISHED

    @property
    def differs(self) -> bool:
        """Whether uv sees anything otherwise than foreseen."""
        return not self.result["agrees"]

    @property
    def names(self) -> bool:
        """Whether an extra or a group has to be named."""
        return any(line["selection"] for line in self._lines)

    @property
    def promised(self) -> list[dict[str, Any]]:
        """The lines of what was chosen."""
        return [line for line in self._lines if line["promised"]]

    @property
    def unpromised(self) -> list[dict[str, Any]]:
        """The lines of what can be named on a machine it was not chosen for."""
        return [line for line in self._lines if not line["promised"]]

    @property
    def sentence(self) -> str:
        """Why there is no judgement."""
        return worded(f"checks/{self.result['code']}.txt", {"facts": self.result}).strip()

    @property
    def _lines(self) -> list[dict[str, Any]]:
        return list(self.result["lines"])


class Tally(models.Model):
    """How often one client did one thing within one window; forgotten soon after the window has ended."""

    pk = models.CompositePrimaryKey("client", "action", "until")
    client = models.CharField(max_length=64, help_text="A keyed hash of the address, never the address itself.")
    action = models.CharField(max_length=20)
    until = models.PositiveBigIntegerField(db_index=True, help_text="When the window ends, in seconds since 1970.")
    times = models.PositiveIntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.action}: {self.times}"
