"""Builders of presets."""

from __future__ import annotations

from typing import Any, Final

from wizard.sharing.models import Preset

BOX: Final = "cu130"


def preset(slug: str = "gpu-box", **fields: Any) -> Preset:
    """Store a preset: a Linux machine with CUDA 13.0, unless told otherwise."""
    return Preset.objects.create(slug=slug, **{"name": "GPU box", "query": f"linux-x86_64={BOX}", **fields})
