"""The catalogue's tables: curated facts people edit, and observed facts people only look at."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now

from wizard.catalogue.facts import ALWAYS_OFFERED, Evidence, Kind, Status
from wizard.catalogue.querysets import (
    AcceleratorQuerySet,
    IndexQuerySet,
    PackageQuerySet,
    PendingBuildQuerySet,
    ReadPageQuerySet,
    RevisionQuerySet,
    StandingQuerySet,
    SyncQuerySet,
    WheelQuerySet,
)
from wizard.catalogue.validators import (
    address_validator,
    date_validator,
    driver_validator,
    nightly_validator,
    no_credentials,
    packages_validator,
    platforms_validator,
    python_validator,
    slug_validator,
    specifier_validator,
    triton_validator,
    version_validator,
)


def choices_of(enum: type[Evidence | Kind | Status]) -> list[tuple[str, str]]:
    """Return an enum as Django's choices."""
    return [(member.value, member.value) for member in enum]


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


class Index(models.Model):
    """A package index; PyPI, uv's default, is the one without a URL."""

    slug = models.CharField(max_length=40, unique=True, validators=[slug_validator])
    url = models.CharField(max_length=300, blank=True, validators=[address_validator, no_credentials])
    read_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When a sync last read it; shipped files no longer replace it."
    )

    objects = IndexQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "indexes"

    def __str__(self) -> str:
        return self.slug


class Platform(models.Model):
    """An operating system and machine."""

    slug = models.CharField(max_length=40, unique=True, validators=[slug_validator])
    label = models.CharField(max_length=60)
    sys_platform = models.CharField(max_length=20)
    platform_machine = models.CharField(max_length=20, help_text="Exactly as Python spells it there, e.g. AMD64.")
    python_platform = models.CharField(max_length=60, help_text="uv's --python-platform value.")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class Accelerator(models.Model):
    """What computes: CPU, a CUDA or ROCm version, XPU, or PyPI's default build."""

    slug = models.CharField(max_length=40, unique=True, validators=[slug_validator])
    label = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=choices_of(Kind))
    index = models.OneToOneField(Index, on_delete=models.PROTECT, related_name="accelerator")
    torch_backend_since = models.CharField(
        max_length=20, blank=True, validators=[version_validator], help_text="First uv with it as --torch-backend."
    )
    driver_linux = models.CharField(max_length=20, blank=True, validators=[driver_validator])
    driver_windows = models.CharField(max_length=20, blank=True, validators=[driver_validator])
    capability_from = models.CharField(max_length=5, blank=True, validators=[driver_validator])
    capability_to = models.CharField(max_length=5, blank=True, validators=[driver_validator])
    nightly = models.CharField(
        max_length=200,
        blank=True,
        default="",
        validators=[platforms_validator],
        help_text="Platforms seen on its nightly index, separated by spaces.",
    )
    nightly_packages = models.CharField(
        max_length=200,
        blank=True,
        default="",
        validators=[packages_validator],
        help_text="What else of torch's family was seen there.",
    )
    nightly_triton = models.CharField(
        max_length=60, blank=True, default="", validators=[triton_validator], help_text="For example triton>=3.8.0."
    )
    position = models.PositiveSmallIntegerField()
    advertised = models.BooleanField(
        default=True, help_text="Offered by the wizard and read by a sync; a newly discovered one waits for a person."
    )
    discovered_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When a sync found it, if no person and no shipped file had it.",
    )

    objects = AcceleratorQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Keep what stands in where nothing else is chosen."""
        if self.slug in ALWAYS_OFFERED and not self.advertised:
            raise ValidationError({"advertised": f"{self.label} is always offered: the wizard starts with it."})


class Package(models.Model):
    """A package of torch's family, which must come from torch's own index."""

    name = models.CharField(max_length=60, unique=True, validators=[slug_validator])
    label = models.CharField(max_length=60)
    pinned_until = models.CharField(
        max_length=20, blank=True, validators=[version_validator], help_text="Last release that pins its torch."
    )
    requires_torch = models.CharField(
        max_length=40, blank=True, validators=[specifier_validator], help_text="What later releases demand of torch."
    )
    nightly = models.CharField(
        max_length=20, blank=True, default="", validators=[nightly_validator], help_text="The lowest nightly asked for."
    )
    position = models.PositiveSmallIntegerField()

    objects = PackageQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """A torch release."""

    torch = models.CharField(max_length=20, unique=True, validators=[version_validator])
    released = models.CharField(
        max_length=10, blank=True, validators=[date_validator], help_text="Date, or as much of it as is known."
    )
    requires_python = models.CharField(max_length=40, validators=[specifier_validator])
    pypi_cuda_x86_64 = models.CharField("PyPI's CUDA, x86-64", max_length=5, blank=True, validators=[driver_validator])
    pypi_cuda_aarch64 = models.CharField("PyPI's CUDA, ARM64", max_length=5, blank=True, validators=[driver_validator])

    class Meta:
        ordering = ["-released"]

    def __str__(self) -> str:
        return self.torch


class Pairing(models.Model):
    """The release of a family package that goes with a torch release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="pairings")
    package = models.ForeignKey(Package, on_delete=models.CASCADE)
    version = models.CharField(max_length=20, validators=[version_validator])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "package"], name="one_pair_per_release")]

    def __str__(self) -> str:
        return f"torch {self.release} with {self.package} {self.version}"


class TritonRequirement(models.Model):
    """The triton package that ROCm or XPU builds of a torch release require."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=choices_of(Kind))
    package = models.CharField(max_length=60)
    version = models.CharField(max_length=20, validators=[version_validator])
    platforms = models.CharField(
        max_length=200, blank=True, validators=[platforms_validator], help_text="Platform slugs, separated by spaces."
    )
    python_below = models.CharField(
        max_length=10,
        blank=True,
        default="",
        validators=[python_validator],
        help_text="The first Python that needs no triton, 3.12.",
    )
    evidence = models.CharField(max_length=20, choices=choices_of(Evidence))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "kind"], name="one_triton_per_release")]

    def __str__(self) -> str:
        return f"torch {self.release} for {self.kind}: {self.package} {self.version}"


class Standing(models.Model):
    """What is known of a release on an index where its list of files is not complete."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE)
    accelerator = models.ForeignKey(Accelerator, on_delete=models.CASCADE)
    status = models.CharField(max_length=20, choices=choices_of(Status))
    platforms = models.CharField(
        max_length=200, blank=True, validators=[platforms_validator], help_text="Platform slugs, separated by spaces."
    )
    note = models.CharField(max_length=400, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "accelerator"], name="one_standing")]

    def __str__(self) -> str:
        return f"torch {self.release} on {self.accelerator}: {self.status}"


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
