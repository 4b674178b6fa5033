"""What is asked of links and presets, in the domain's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from wizard.sharing.models import Preset  # noqa: F401  named as a string below


class PresetQuerySet(models.QuerySet["Preset"]):
    """Questions about presets."""

    def named(self, slug: str) -> PresetQuerySet:
        """The one with this slug, if there is one."""
        return self.filter(slug=slug)
