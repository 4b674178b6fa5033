"""What stands around a page and is not its link's: the path the site lives under, and how new the catalogue is."""

from __future__ import annotations

from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils import timezone

from wizard.catalogue.loading import load_freshness


class Frame(NamedTuple):
    """Part of what a rendered page is kept by; the sentence is as coarse as its age, so it seldom changes."""

    prefix: str
    freshness: str


def frame() -> Frame:
    """Return the frame of pages rendered now."""
    context = {"freshness": load_freshness(), "now": timezone.now()}
    return Frame(prefix=get_script_prefix(), freshness=render_to_string("wizard/freshness.txt", context).strip())
