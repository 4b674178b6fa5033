"""The words of the link that a file comes to, and what no word can say."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from wizard.choices.choices import Layout, Notice, PythonCap
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.doctor.conditions import ENVIRONMENTS, markers_of
from wizard.doctor.inferring.versions import oldest_python
from wizard.doctor.values import items, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.inferring.cells import Cells
    from wizard.doctor.inferring.versions import Versions
    from wizard.doctor.project import Project

Words = list[tuple[str, str]]


def words_of(project: Project, catalogue: Catalogue, cells: Cells, versions: Versions) -> tuple[str, list[Notice]]:
    """Return a link, not yet canonical, with what of the file is not in it."""
    words = [(platform, slug) for platform, slugs in cells.accelerators.items() for slug in slugs]
    words += [("layout", cells.layout.value)]
    words += [("channel", "nightly")] if cells.nightly else [("torch", versions.torch), ("bound", versions.bound.value)]
    words += [("with", package) for package in versions.packages]
    words += [("python", oldest_python(project.requires_python)), ("default", _default(project, cells))]
    words += [("environments", "chosen" if markers_of(project, ENVIRONMENTS) else "any")]
    words += [("project", project.name)]
    words = [(key, value) for key, value in words if value]
    words += _cap(words, project, catalogue)
    return urlencode(words), [*_renamed(cells, catalogue), *_python(project), *_named(project)]


def _default(project: Project, cells: Cells) -> str:
    """Return the accelerator of the first default group that has one."""
    if cells.layout is not Layout.GROUPS:
        return ""
    groups = map(name, items(project.setting("default-groups")))
    return next((cells.selections[group] for group in groups if group in cells.selections), "")


def _cap(words: Words, project: Project, catalogue: Catalogue) -> Words:
    """Leave the range of Pythons open where it is and would not be by itself."""
    ceilings = [one for one in project.requires_python or () if one.operator not in {">=", ">", "!="}]
    if ceilings or project.requires_python is None:
        return []
    closed = configure(decode(urlencode(words), catalogue).choices, catalogue)
    return [("python-cap", PythonCap.NONE.value)] if "<" in closed.requires_python else []


def _renamed(cells: Cells, catalogue: Catalogue) -> Iterator[Notice]:
    """Tell which extras and groups the wizard names for their accelerator instead."""
    for selection, slug in cells.selections.items():
        written = catalogue.accelerators[slug].name
        if selection != written:
            yield Notice(code="renamed", facts={"name": selection, "accelerator": slug, "written": written})


def _python(project: Project) -> Iterator[Notice]:
    if project.requires_python_text and not oldest_python(project.requires_python):
        yield Notice(code="python-range", facts={"specifier": project.requires_python_text})


def _named(project: Project) -> Iterator[Notice]:
    if project.name != project.name.lower():
        yield Notice(code="project-name", facts={"name": project.name, "used": project.name.lower()})
