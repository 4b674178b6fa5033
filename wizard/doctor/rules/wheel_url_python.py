"""A wheel named by its address is for one Python; on every other one that the project lets in nothing is installed.

``…-cp310-cp310-linux_x86_64.whl`` in a source or a requirement, and ``requires-python = ">=3.10"``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from wizard.catalogue.facts import KNOWN_PYTHONS
from wizard.doctor.asking import pythons_of
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import INSTALLING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding, Place
    from wizard.doctor.project import Project

TIED: Final = "cp3"
OF_PYTHON: Final = "python_"
"""What markers that tell Pythons apart say."""


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield addresses of wheels for fewer Pythons than the project lets in."""
    if project.requires_python is None:
        return
    admitted = pythons_of(project)
    for place, url, marker in _addresses(project):
        pythons = _pythons(url)
        beyond = [python for python in admitted if pythons and python not in pythons]
        if beyond and OF_PYTHON not in marker:
            filename = unquote(urlsplit(url).path).rpartition("/")[2]
            yield RULE.finding(place, filename=filename, pythons=sorted(pythons), beyond=beyond)


def _addresses(project: Project) -> Iterator[tuple[Place, str, str]]:
    """Yield addresses with what limits them: their marker, and those of the requirements they serve."""
    for source in project.sources:
        url = source.settings.get("url")
        asking = [str(one.requirement.marker or "") for one in project.requirements_on(source.package)]
        if isinstance(url, str) and asking:
            yield source.place, url, " ".join([source.marker, *asking])
    for one in project.requirements:
        if one.requirement.url and one.scope in INSTALLING:
            yield one.place, one.requirement.url, str(one.requirement.marker or "")


def _pythons(url: str) -> frozenset[str]:
    """Return the Pythons a wheel is for, none where it is for many or is no wheel."""
    try:
        *_, tags = parse_wheel_filename(unquote(urlsplit(url).path).rpartition("/")[2])
    except (InvalidWheelFilename, ValueError):
        return frozenset()
    if any(not tag.interpreter.startswith(TIED) or tag.abi == "abi3" for tag in tags):
        return frozenset()
    found = frozenset(f"3.{tag.interpreter.removeprefix(TIED)}" for tag in tags)
    return found & frozenset(KNOWN_PYTHONS)


RULE: Final = Rule(
    code="wheel-url-python",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/concepts/projects/dependencies/#url",
    check=check,
)
