"""Packages beside torch that tell which graphics card somebody expects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.doctor.conditions import ENVIRONMENTS, holds, markers_of
from wizard.doctor.curated import curated
from wizard.doctor.project import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.asking import Ask
    from wizard.doctor.project import Declared, Project

CUDA_IN_NAME: Final = re.compile(r"(?:^|-)cu(?:da)?(?P<major>1[1-9])(?:\d|x)?(?:-|$)")
"""``nvidia-cublas-cu12``, ``cupy-cuda12x``, ``jax-cuda12-plugin``."""


def cuda_of(name: str) -> str:
    """Return the major version of CUDA a package's name tells, if it does."""
    found = CUDA_IN_NAME.search(name)
    return found["major"] if found else ""


def is_for_nvidia(name: str) -> bool:
    """Say whether a package is of no use without an NVIDIA card."""
    return bool(cuda_of(name)) or name in curated()["cuda_only"]["names"]


def beside(project: Project, catalogue: Catalogue, ask: Ask) -> Iterator[Declared]:
    """Yield what needs an NVIDIA card and is installed on the same machine by the same selection as torch."""
    platform = catalogue.platforms[ask.platform]
    for line in project.requirements:
        if (
            line.asker in {BASE, ask.selected}
            and is_for_nvidia(line.name)
            and line.name != ask.package
            and holds(str(line.requirement.marker or ""), platform, ask.python)
        ):
            yield line


def is_named(project: Project, line: Declared, word: str) -> bool:
    """Say whether a requirement's marker, or the environments, name a machine by a word."""
    return any(word in marker for marker in (str(line.requirement.marker or ""), *markers_of(project, ENVIRONMENTS)))
