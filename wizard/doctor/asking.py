"""What a file asks for on each machine with each Python: which versions of a package, and of which index.

``families`` says the same for those who care about no Python, and ``routing`` also which sources are true at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from wizard.catalogue.facts import KNOWN_PYTHONS, admits
from wizard.doctor.conditions import ENVIRONMENTS, holds, markers_of
from wizard.doctor.indexing import PYPI
from wizard.doctor.project import BASE, INSTALLING, SELECTED, Scope, Selection
from wizard.doctor.remembering import once
from wizard.doctor.routing import is_torch_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.serving import Cell
    from wizard.doctor.project import Declared, Project, SourceEntry

UNKNOWN: Final = ""
"""The accelerator where no one can tell the index: a mirror without a name, a URL, several indexes in a row."""
OTHER_PLACES: Final = ("extra-index-url", "index-url", "find-links", "no-index")
LATEST_PATCH: Final = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What one machine with one Python asks for by one selection."""

    package: str
    platform: str
    python: str
    selected: Selection
    accelerator: str
    source: SourceEntry | None
    specifier: str
    lines: tuple[Declared, ...]

    @property
    def cell(self) -> Cell:
        """Where the catalogue is asked."""
        return self.platform, self.accelerator

    @property
    def line(self) -> Declared:
        """The requirement nearest to the selection."""
        return self.lines[-1]


@once
def asks(project: Project, catalogue: Catalogue, package: str = "torch") -> tuple[Ask, ...]:
    """Return what a file asks of a package on every machine it is for, by every selection that matters to it."""
    lines = tuple(line for line in project.requirements_on(package) if line.requirement.url is None)
    base = [line for line in lines if line.scope is Scope.BASE]
    bounds = [line for line in lines if line.scope in {Scope.CONSTRAINT, Scope.OVERRIDE}]
    chosen: dict[Selection, list[Declared]] = {}
    for line in lines:
        if line.scope in SELECTED:
            chosen.setdefault(line.asker, []).append(line)
    found: list[Ask] = []
    for selected in _selections(project, lines, package):
        mine = (*base, *chosen.get(selected, ()), *bounds)
        if any(line.scope in INSTALLING for line in mine):
            found.extend(_asks_of(project, catalogue, selected, mine))
    return tuple(found)


@once
def pythons_of(project: Project) -> tuple[str, ...]:
    """Return the known Pythons that ``requires-python`` lets in."""
    return tuple(python for python in KNOWN_PYTHONS if _lets_in(project.requires_python, python))


@once
def machines_of(project: Project, catalogue: Catalogue) -> frozenset[tuple[str, str]]:
    """Return the machines a file is for, each with a Python: ``environments`` narrow them."""
    environments = markers_of(project, ENVIRONMENTS)
    return frozenset(
        (slug, python)
        for slug, platform in catalogue.platforms.items()
        for python in pythons_of(project)
        if not environments or any(holds(marker, platform, python) for marker in environments)
    )


@once
def _machines(project: Project, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return the same machines in their order."""
    return tuple(sorted(machines_of(project, catalogue)))


def floor_of(specifier: str) -> Version | None:
    """Return the highest version below which a specifier admits nothing, None where it is open to the past."""
    bounds = [
        Version(one.version.removesuffix(".*"))
        for one in SpecifierSet(specifier)
        if one.operator in {">=", ">", "==", "~="}
    ]
    return max(bounds, default=None)


@lru_cache(maxsize=5_000)
def admitted(specifier: str, versions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the versions a specifier lets in, in the order given; a local version is compared by its public part."""
    public = ",".join(str(one).partition("+")[0] for one in SpecifierSet(specifier))
    return tuple(version for version in versions if admits(public, version))


def _lets_in(specifier: SpecifierSet | None, python: str) -> bool:
    if specifier is None:
        return True
    named = {one.version for one in specifier if one.version.startswith(f"{python}.") and "*" not in one.version}
    return any(one in specifier for one in (f"{python}.0", f"{python}.{LATEST_PATCH}", *named))


def _selections(project: Project, lines: tuple[Declared, ...], package: str) -> Iterator[Selection]:
    """Yield the base, and every extra or group that asks for the package itself or has a source of it."""
    yield BASE
    asking = {line.asker for line in lines}
    routed = {(source.extra, source.group) for source in project.sources_of(package)}
    for name in project.extras:
        if (Scope.EXTRA, name) in asking or (name, "") in routed:
            yield Selection(Scope.EXTRA, name)
    for name in project.groups:
        if (Scope.GROUP, name) in asking or ("", name) in routed:
            yield Selection(Scope.GROUP, name)


def _asks_of(project: Project, catalogue: Catalogue, selected: Selection, lines: tuple[Declared, ...]) -> Iterator[Ask]:
    package = lines[0].name
    sources = tuple(one for one in project.sources_of(package) if one.serves(selected))
    marked = tuple((line, str(line.requirement.marker or "")) for line in lines)
    told: dict[tuple[int, ...], tuple[str, tuple[Declared, ...]]] = {}
    for slug, python in _machines(project, catalogue):
        platform = catalogue.platforms[slug]
        here = tuple(line for line, marker in marked if holds(marker, platform, python))
        if not any(line.scope in INSTALLING for line in here):
            continue
        source = next((one for one in sources if holds(one.marker, platform, python)), None)
        overriding = tuple(line for line in here if line.scope is Scope.OVERRIDE)
        telling = overriding or here
        demanded = tuple(map(id, telling))
        if demanded not in told:
            told[demanded] = _together(telling), _nearest_last(telling)
        yield Ask(
            package=package,
            platform=slug,
            python=python,
            selected=selected,
            accelerator=_accelerator(project, source),
            source=source,
            specifier=told[demanded][0],
            lines=told[demanded][1],
        )


def _together(lines: tuple[Declared, ...]) -> str:
    """Return what requirements demand together, each thing once."""
    demands = (one for line in lines for one in str(line.requirement.specifier).split(",") if one)
    return ",".join(dict.fromkeys(demands))


def _nearest_last(lines: tuple[Declared, ...]) -> tuple[Declared, ...]:
    return tuple(sorted(lines, key=lambda line: (line.scope in SELECTED, line.scope is Scope.BASE)))


def _accelerator(project: Project, source: SourceEntry | None) -> str:
    if source is None:
        return _without_source(project)
    index = project.index_named(source.index) if source.kind == "index" else None
    return index.accelerator if index and is_torch_index(index) and not index.nightly else UNKNOWN


@once
def _without_source(project: Project) -> str:
    elsewhere = any(not index.explicit for index in project.indexes)
    return UNKNOWN if elsewhere or any(project.setting(key) for key in OTHER_PLACES) else PYPI
