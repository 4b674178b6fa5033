"""Computers described so that a lock can be read for them: marker environment, wheel tags, uv's target triple."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.environments import environment
from wizard.catalogue.tags import interpreter_tags
from wizard.resolution.verdicts import Machine

if TYPE_CHECKING:
    from wizard.catalogue.facts import Platform


def machine(platform: Platform, python: str) -> Machine:
    """Return a computer of a platform with CPython ``3.12`` on it."""
    return Machine(
        platform=platform.slug,
        python=python,
        triple=platform.python_platform,
        environment=environment(platform, python),
        tags=tuple(interpreter_tags(platform.slug, python)),
    )
