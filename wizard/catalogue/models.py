"""The catalogue's tables: curated facts people edit, and observed facts people only look at."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from wizard.catalogue.curated import (
    Accelerator,
    Index,
    Package,
    Pairing,
    Platform,
    Release,
    Standing,
    TritonRequirement,
)
from wizard.catalogue.querysets import (
    PendingBuildQuerySet,
    ReadPageQuerySet,
    RevisionQuerySet,
    SyncQuerySet,
    WheelQuerySet,
)

__all__ = [
    "Accelerator",
    "Index",
    "Package",
    "Pairing",
    "PendingBuild",
    "Platform",
    "ReadPage",
    "Release",
    "Revision",
    "Standing",
    "Sync",
    "TritonRequirement",
    "Wheel",
]


class Revision(models.Model):
    """One state of the catalogue: every change makes a new one, and the newest is served."""

    created_at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(
        max_length=200, help_text="What made it: shipped files, a sync, or a person in the admin."
    )
    checksum = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the shipped files it was made from.")
    wheel_count = models.PositiveIntegerField()
    added_count = models.PositiveIntegerField("added", default=0)
    gone_count = models.PositiveIntegerField("gone", default=0)
    changes = models.JSONField(default=list, blank=True, help_text="What is new, gone or otherwise, a sentence each.")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        get_latest_by = "id"

    def __str__(self) -> str:
        return f"r{self.pk}"


class Wheel(models.Model):
    """One file an index listed, and how that is known."""

    index = models.ForeignKey(Index, on_delete=models.CASCADE, related_name="wheels")
    package = models.CharField(max_length=60)
    version = models.CharField(max_length=60)
    build_tag = models.CharField(max_length=10, blank=True)
    python_tag = models.CharField(max_length=20)
    abi_tag = models.CharField(max_length=20)
    platform_tag = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField(null=True)
    listed_from_root = models.BooleanField(help_text="Hosted in the root directory, listed on every index's page.")
    evidence = models.CharField(max_length=20)
    since = models.PositiveBigIntegerField(default=0, help_text="The first revision that has it.")
    until = models.PositiveBigIntegerField(
        null=True, blank=True, db_index=True, help_text="The first revision without it; empty while it is there."
    )

    objects = WheelQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["package", "version"])]
        constraints = [
            models.UniqueConstraint(
                fields=["index", "package", "version", "build_tag", "python_tag", "abi_tag", "platform_tag"],
                condition=models.Q(until=None),
                name="one_published_file",
            )
        ]

    def __str__(self) -> str:
        build = f"-{self.build_tag}" if self.build_tag else ""
        name = self.package.replace("-", "_")
        return f"{name}-{self.version}{build}-{self.python_tag}-{self.abi_tag}-{self.platform_tag}.whl"


class Sync(models.Model):
    """One reading of the indexes, and what came of it."""

    class State(models.TextChoices):
        """How it ended; only ``SERVED`` changed what is served."""

        RUNNING = "running"
        SERVED = "served"
        UNCHANGED = "unchanged"
        REFUSED = "refused"
        FAILED = "failed"
        INTERRUPTED = "interrupted"

    ENDED_WELL = (State.SERVED, State.UNCHANGED)

    started_at = models.DateTimeField()
    alive_at = models.DateTimeField(db_default=Now(), help_text="When it last said that it was at work.")
    finished_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=300, help_text="The base address or folder that was read.")
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    reasons = models.JSONField(default=list, help_text="Why nothing changed, a sentence each.")
    remarks = models.JSONField(default=list, help_text="What a person should look at, a sentence each.")
    indexes = models.JSONField(default=list, help_text="What was read of each index.")
    partial = models.BooleanField(default=False, help_text="Some indexes only.")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="syncs")

    objects = SyncQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        get_latest_by = "started_at"
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="running"), name="one_running_sync")
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.source}"


class PendingBuild(models.Model):
    """A build whose METADATA have said nothing so far, because there were none yet or none that can be read."""

    index_slug = models.CharField(max_length=40)
    package = models.CharField(max_length=60)
    version = models.CharField(max_length=60)

    objects = PendingBuildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["index_slug", "package", "version"], name="one_pending_build"),
        ]

    def __str__(self) -> str:
        return f"{self.package} {self.version} on {self.index_slug}"


class ReadPage(models.Model):
    """What a server said of a page when the served catalogue took it over, so that it need not be sent again."""

    source = models.CharField(max_length=300)
    index_slug = models.CharField(max_length=40)
    package = models.CharField(max_length=60)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)

    objects = ReadPageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "index_slug", "package"], name="one_read_page")]

    def __str__(self) -> str:
        return f"{self.index_slug}/{self.package} of {self.source}"
