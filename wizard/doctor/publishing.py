"""Whether others than its own people install a project: what travels with it, and what does not, matters to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.tables import UV
from wizard.doctor.values import items, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.doctor.project import Project

TOLD: Final = (("project", "classifiers"), ("project", "urls"))
"""What a project says of itself that is meant for others; a build system alone has many an application."""


def is_published(data: Mapping[str, Any]) -> bool:
    """Say whether a project is built to be given away: it has a build system and no classifier that forbids it."""
    classifiers = items(table(data, "project").get("classifiers"))
    private = any(str(one).lower().startswith("private ::") for one in classifiers)
    is_package = table(data, *UV).get("package") is not False
    return bool(table(data, "build-system")) and is_package and not private


def is_library(project: Project) -> bool:
    """Say whether a project is published and says of itself what only others need."""
    return project.published and any(path in project.places for path in TOLD)
