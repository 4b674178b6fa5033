"""What people call an output in their language; names of files and tools are the same in all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from wizard.rendering.formats import Format

LABELS: Final = {"commands": _("Commands"), "fragment": _("Fragment"), "script": _("Script")}


def label_of(found: Format) -> str:
    """Return the word on an output's tab."""
    return str(LABELS.get(found.slug, found.label))
