"""Every marker a file writes about torch's family and its sources, with the place where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.doctor.cards import built_packages
from wizard.doctor.conditions import ENVIRONMENTS, REQUIRED_ENVIRONMENTS, markers_listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding, Place
    from wizard.doctor.project import Project

COMPARISON: Final = re.compile(
    r"""(?P<name>sys_platform|platform_system|os_name|platform_machine)(?P<between>\s*[!=]=\s*)"""
    r"""(?P<quote>['"])(?P<value>[^'"]*)(?P=quote)"""
)
MIRRORED: Final = re.compile(
    r"""(?P<quote>['"])(?P<value>[^'"]*)(?P=quote)(?P<between>\s*[!=]=\s*)"""
    r"""(?P<name>sys_platform|platform_system|os_name|platform_machine)"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A marker, whose it is (a package or a setting), whether it is a source's, and the extra or group it is for."""

    text: str
    owner: str
    is_source: bool
    accelerator: str
    place: Place
    selection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One comparison within a marker, ``sys_platform == 'linux'``, as it is written there."""

    name: str
    value: str
    text: str


def marked(project: Project, catalogue: Catalogue) -> Iterator[Marked]:
    """Yield the markers of sources, of requirements on what torch's indexes build, and of environments."""
    for source in project.sources:
        if source.marker:
            index = project.index_named(source.index)
            yield Marked(
                text=source.marker,
                owner=source.package,
                is_source=True,
                accelerator=index.accelerator if index else "",
                place=project.places[(*source.place.path, "marker")],
                selection=source.selection,
            )
    for line in project.requirements:
        if line.requirement.marker and line.name in built_packages(catalogue):
            text = str(line.requirement.marker)
            yield Marked(text=text, owner=line.name, is_source=False, accelerator="", place=line.place)
    for key in (ENVIRONMENTS, REQUIRED_ENVIRONMENTS):
        for path, text in markers_listed(project, key):
            yield Marked(text=text, owner=key, is_source=False, accelerator="", place=project.places[path])


def comparisons(marker: str) -> tuple[Compared, ...]:
    """Return the comparisons of a marker that name a machine."""
    found = (match for pattern in (COMPARISON, MIRRORED) for match in pattern.finditer(marker))
    return tuple(Compared(name=one["name"], value=one["value"], text=one[0]) for one in found)


def rewritten(text: str, change: Callable[[str, str], tuple[str, str]]) -> str:
    """Return a marker, or a requirement with one, in which name and value of each comparison are changed."""

    def changed(match: re.Match[str]) -> str:
        name, value = change(match["name"], match["value"])
        said = f"{match['quote']}{value}{match['quote']}"
        mirrored = match[0].startswith(match["quote"])
        return f"{said}{match['between']}{name}" if mirrored else f"{name}{match['between']}{said}"

    return MIRRORED.sub(changed, COMPARISON.sub(changed, text))


def rewrite_marker(draft: Draft, finding: Finding, change: Callable[[str, str], tuple[str, str]]) -> None:
    """Change the comparisons of the marker a finding is about."""
    draft.put(finding.place.path, rewritten(str(draft.value(finding.place.path)), change))
