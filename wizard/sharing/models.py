"""What a team keeps: configurations frozen under a short link, and presets that follow the catalogue."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models

from wizard.sharing.frozen import FrozenFile
from wizard.sharing.querysets import PresetQuerySet, ShortLinkQuerySet
from wizard.sharing.words import NOTE_LENGTH, TITLE_LENGTH


class ShortLink(models.Model):
    """A configuration as it was rendered one day; it never changes, and its id is made of what it holds."""

    id = models.CharField(primary_key=True, max_length=64, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of all it holds.")
    query = models.TextField(help_text="The canonical query string.")
    revision = models.PositiveBigIntegerField(help_text="The catalogue's revision it was rendered with.")
    outputs = models.JSONField(help_text="Every output: its format, its name, its type and its text.")
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    note = models.TextField(blank=True, validators=[MaxLengthValidator(NOTE_LENGTH)])
    created_at = models.DateTimeField()

    objects = ShortLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title or self.query

    @property
    def files(self) -> tuple[FrozenFile, ...]:
        """The outputs as they were written when the link was made."""
        return tuple(FrozenFile(**output) for output in self.outputs)

    def file_named(self, filename: str) -> FrozenFile | None:
        """Return one output by the name of its file."""
        return next((file for file in self.files if file.filename == filename), None)


class Preset(models.Model):
    """A link the team recommends under a name of its own; what it gives follows the catalogue."""

    slug = models.SlugField(
        max_length=60, unique=True, help_text="The end of its address, as in /p/gpu-box/. It stays: others link to it."
    )
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    query = models.TextField(
        "link",
        help_text=(
            "A link of the wizard, a short link, or what follows the question mark. "
            "Without torch=… it follows the newest one."
        ),
    )
    order = models.PositiveIntegerField(default=0, help_text="Smaller comes first.")
    shown = models.BooleanField(default=True, help_text="Whether the start page offers it.")

    objects = PresetQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
