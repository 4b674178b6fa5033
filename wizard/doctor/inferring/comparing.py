"""Whether a file says what the wizard would write of a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from wizard.doctor.project import Scope
from wizard.doctor.values import items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.configuration.values import Configuration
    from wizard.doctor.project import Project


def says(project: Project, configuration: Configuration) -> bool:
    """Say whether all that a configuration writes is in a file, and nothing else about the same packages."""
    return (
        project.requires_python == SpecifierSet(configuration.requires_python)
        and set(_lines(configuration)) <= set(_lines_of(project))
        and all(
            _sources(project, package) == _written(configuration, package)
            for package in _packages(configuration) | _tritons(project)
        )
        and all(items(project.setting(key)) == values for key, values in _lists(configuration).items())
    )


def may_say(project: Project, configuration: Configuration) -> bool:
    """Say whether the wizard could have written a file for other platforms: torch's versions and indexes agree."""
    family = {(scope, str(one.specifier)) for scope, _, one in _lines(configuration) if one.name == "torch"}
    names = {index.name for index in configuration.indexes}
    return (
        project.requires_python is not None
        and not configuration.choices.layout.pins
        and family <= {(one.scope, str(one.requirement.specifier)) for one in project.requirements_on("torch")}
        and all(source.index in names for source in project.sources_of("torch"))
    )


def _lines(configuration: Configuration) -> Iterator[tuple[Scope, str, Requirement]]:
    yield from ((Scope.BASE, "", Requirement(str(one))) for one in configuration.dependencies)
    for scope, selections in ((Scope.EXTRA, configuration.extras), (Scope.GROUP, configuration.groups)):
        for name, found in selections.items():
            yield from ((scope, name, Requirement(str(one))) for one in found)


def _lines_of(project: Project) -> Iterator[tuple[Scope, str, Requirement]]:
    for declared in project.requirements:
        yield declared.scope, declared.selection, declared.requirement


def _packages(configuration: Configuration) -> set[str]:
    return {one.name for _, _, one in _lines(configuration)} | {*configuration.sources}


def _tritons(project: Project) -> set[str]:
    """Return the tritons a file leads to an index: only some machines need one, so it tells which were chosen."""
    return {one.package for one in project.sources if "triton" in one.package}


def _sources(project: Project, package: str) -> list[tuple[str, str, str, str]]:
    return [(one.index, one.extra, one.group, one.marker) for one in project.sources_of(package)]


def _written(configuration: Configuration, package: str) -> list[tuple[str, str, str, str]]:
    found = configuration.sources.get(package, ())
    return [(one.index, one.extra, one.group, one.marker) for one in found]


def _lists(configuration: Configuration) -> dict[str, list[str]]:
    return {
        "environments": list(configuration.environments),
        "required-environments": list(configuration.required_environments),
        "extra-index-url": list(configuration.legacy.extra_index_url),
        "find-links": list(configuration.legacy.find_links),
    }
