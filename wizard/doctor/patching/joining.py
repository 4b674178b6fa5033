"""``join()``: what of torch's family a file requires joins the choices, so that applying these takes nothing away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wizard.choices.decoding import decode
from wizard.choices.grammar import encode
from wizard.doctor.project import INSTALLING
from wizard.doctor.reading import read

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Choices, Notice
    from wizard.doctor.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Choices with what ``joined`` them from a file, what of the file's family is ``left`` as it is, and what gave way.

    ``notices`` say what else of the choices, such as the oldest Python, is different with these packages.
    """

    choices: Choices
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def join(text: str, choices: Choices, catalogue: Catalogue) -> Joined:
    """Return the choices with the family packages a file requires beside them; raises ``BrokenToml``.

    A package joins where there are builds of it for the same torch on the same machines. One that has none, or comes
    from a folder, a file or a repository, is left alone: ``apply()`` touches no package that is not in the choices.
    """
    project = read(text, catalogue)
    asked = {one.name for one in project.requirements if one.scope in INSTALLING}
    found = Joined(choices=choices)
    for package in catalogue.packages:
        if package in asked and package not in choices.family:
            found = _with(found, package, project, catalogue)
    return found


def _with(found: Joined, package: str, project: Project, catalogue: Catalogue) -> Joined:
    """Return the choices with one package more, if they stay what they are otherwise."""
    decoded = decode(f"{encode(found.choices)}&with={package}", catalogue)
    if _has_own_address(project, package) or _others(decoded.choices, package) != _others(found.choices):
        return replace(found, left=(*found.left, package))
    return replace(
        found,
        choices=decoded.choices,
        joined=(*found.joined, package),
        notices=(*found.notices, *decoded.notices),
    )


def _others(choices: Choices, package: str = "") -> tuple[object, ...]:
    """Return what a file's package must not change; one that could not be added makes a difference, too."""
    packages = {*choices.packages} ^ ({package} - {""})
    return choices.accelerators, choices.layout, choices.torch, choices.bound, packages


def _has_own_address(project: Project, package: str) -> bool:
    """Whether a package comes from where no index is."""
    sources = any(source.kind != "index" for source in project.sources_of(package))
    return sources or any(one.requirement.url for one in project.requirements_on(package))
