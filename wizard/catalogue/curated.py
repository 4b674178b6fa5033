"""Curated facts, which people edit: indexes, platforms, accelerators, packages, releases and what goes with them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from wizard.catalogue.facts import ALWAYS_OFFERED, Evidence, Kind, Status
from wizard.catalogue.index import PYPI
from wizard.catalogue.querysets import (
    AcceleratorQuerySet,
    IndexQuerySet,
    PackageQuerySet,
    StandingQuerySet,
    TritonRequirementQuerySet,
)
from wizard.catalogue.validators import (
    address_validator,
    base_validator,
    date_validator,
    driver_validator,
    label_validator,
    marker_validator,
    nightly_validator,
    no_credentials,
    packages_validator,
    platform_slug_validator,
    platforms_validator,
    python_validator,
    slug_validator,
    specifier_validator,
    target_validator,
    triton_validator,
    version_validator,
)


def choices_of(enum: type[Evidence | Kind | Status]) -> list[tuple[str, str]]:
    """Return an enum as Django's choices."""
    return [(member.value, member.value) for member in enum]


class Index(models.Model):
    """A package index; PyPI, uv's default, is the one without a URL."""

    slug = models.CharField(max_length=40, unique=True, validators=[slug_validator])
    url = models.CharField(max_length=300, blank=True, validators=[address_validator, no_credentials, base_validator])
    read_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When a sync last read it; shipped files no longer replace it."
    )

    objects = IndexQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "indexes"

    def __str__(self) -> str:
        return self.slug

    def clean(self) -> None:
        """Keep an address where outputs need one."""
        if not self.url and self.slug != PYPI:
            raise ValidationError({"url": f"Write where {self.slug} is: only {PYPI}, uv's default, has no address."})


class Platform(models.Model):
    """An operating system and machine."""

    slug = models.CharField(max_length=40, unique=True, validators=[platform_slug_validator])
    label = models.CharField(max_length=60, validators=[label_validator])
    sys_platform = models.CharField(max_length=20, validators=[marker_validator])
    platform_machine = models.CharField(
        max_length=20, validators=[marker_validator], help_text="Exactly as Python spells it there, e.g. AMD64."
    )
    python_platform = models.CharField(
        max_length=60, validators=[target_validator], help_text="uv's --python-platform value."
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class Accelerator(models.Model):
    """What computes: CPU, a CUDA or ROCm version, XPU, or PyPI's default build."""

    slug = models.CharField(max_length=40, unique=True, validators=[slug_validator])
    label = models.CharField(max_length=60, validators=[label_validator])
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
    label = models.CharField(max_length=60, validators=[label_validator])
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
    package = models.CharField(max_length=60, validators=[slug_validator])
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

    objects = TritonRequirementQuerySet.as_manager()

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
