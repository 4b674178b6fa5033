"""A project file as uv sees it: every requirement, source and index with the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

    from wizard.doctor.findings import Path, Place


class Scope(StrEnum):
    """Where a requirement is declared."""

    BASE = "base"
    EXTRA = "extra"
    GROUP = "group"
    CONSTRAINT = "constraint"
    OVERRIDE = "override"
    BUILD = "build"


SELECTED: Final = frozenset({Scope.EXTRA, Scope.GROUP})
"""Where a requirement stands that is installed by whoever names the extra or group."""
INSTALLING: Final = SELECTED | {Scope.BASE}
"""Where a requirement stands that installs something; the others only bound or replace."""


class Selection(NamedTuple):
    """What somebody installs: an extra or a group beside the base, or the base alone, which has no name."""

    scope: Scope
    name: str = ""

    @property
    def key(self) -> dict[str, str]:
        """How a source or a member of a conflict set spells it."""
        return {self.scope.value: self.name}


BASE: Final = Selection(Scope.BASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One requirement (PEP 508): ``name`` is normalized, ``scope`` and ``selection`` say who asks for it.

    Its place tells it from others; comparing what it says takes long.
    """

    name: str
    requirement: Requirement = field(compare=False)
    scope: Scope
    selection: str
    place: Place

    @property
    def asker(self) -> Selection:
        """What has to be installed for this to be asked for; of what only bounds or replaces, its scope."""
        return Selection(self.scope, self.selection)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """One entry of ``tool.uv.sources``; ``kind`` is its first telling key: index, git, url, path, workspace.

    ``settings`` is the entry as the file has it.
    """

    package: str
    kind: str
    index: str
    extra: str
    group: str
    marker: str
    place: Place
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def selection(self) -> str:
        """The extra or group it is for; empty where it is for all."""
        return self.extra or self.group

    def serves(self, asker: Selection) -> bool:
        """Say whether it is for what a selection asks for: without an extra or group it is for every one."""
        if self.extra:
            return asker == (Scope.EXTRA, self.extra)
        return not self.group or asker == (Scope.GROUP, self.group)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One ``[[tool.uv.index]]``; ``accelerator`` is a slug of the catalogue, where its address tells one."""

    name: str
    url: str
    explicit: bool
    default: bool
    format: str
    accelerator: str
    nightly: bool
    place: Place
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a conflict set: an extra or a group, of this package or of another."""

    kind: str
    name: str
    package: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """An extra that asks for another extra of the same project, or a group that includes another group."""

    kind: str
    name: str
    of: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value under ``[tool.uv]`` (or ``[tool.uv.pip]``, then the key starts with ``pip.``), as plain Python."""

    key: str
    value: object
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A package of the ``uv.lock`` beside the file: where it comes from and what it depends on."""

    name: str
    version: str
    registry: str
    dependencies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Project:
    """Everything the rules may look at. ``places`` finds any path, or the nearest thing around it that is there.

    Compared by identity. ``answers`` remembers what rules asked about it (``remembering.once``).
    """

    name: str
    requires_python: SpecifierSet | None
    requires_python_text: str
    published: bool
    requirements: tuple[Declared, ...]
    aliases: tuple[Alias, ...]
    extras: Mapping[str, Place]
    groups: Mapping[str, Place]
    sources: tuple[SourceEntry, ...]
    indexes: tuple[IndexEntry, ...]
    conflicts: tuple[tuple[Member, ...], ...]
    settings: Mapping[str, Setting]
    lock: tuple[Locked, ...] | None
    is_script: bool
    is_workspace: bool
    places: Places
    answers: dict[Hashable, object] = field(default_factory=dict, init=False, repr=False)

    def setting(self, key: str) -> object:
        """Return a setting's value, None where it is not there."""
        found = self.settings.get(key)
        return found.value if found else None

    def sources_of(self, package: str) -> tuple[SourceEntry, ...]:
        """Return a package's sources in the file's order."""
        return self._sources_by_package.get(package, ())

    def index_named(self, name: str) -> IndexEntry | None:
        """Return the first index of this name."""
        return self._indexes_by_name.get(name)

    def requirements_on(self, package: str) -> tuple[Declared, ...]:
        """Return every requirement on a package, constraints and overrides among them."""
        return self._requirements_by_name.get(package, ())

    @cached_property
    def _sources_by_package(self) -> dict[str, tuple[SourceEntry, ...]]:
        return _gathered(self.sources, lambda source: source.package)

    @cached_property
    def _indexes_by_name(self) -> dict[str, IndexEntry]:
        return {index.name: index for index in reversed(self.indexes)}

    @cached_property
    def _requirements_by_name(self) -> dict[str, tuple[Declared, ...]]:
        return _gathered(self.requirements, lambda declared: declared.name)


def _gathered[One](every: Iterable[One], name_of: Callable[[One], str]) -> dict[str, tuple[One, ...]]:
    """Return things by their name, in order."""
    found: dict[str, list[One]] = {}
    for one in every:
        found.setdefault(name_of(one), []).append(one)
    return {name: tuple(ones) for name, ones in found.items()}


class Places:
    """Where each path of a file stands."""

    def __init__(self, places: Mapping[Path, Place]) -> None:
        self._places = places

    def __contains__(self, path: Path) -> bool:
        """Say whether a path is there itself."""
        return path in self._places

    def __getitem__(self, path: Path) -> Place:
        """Return where a path stands; of a missing one, its nearest parent's place, under the path asked for."""
        nearest = path
        while nearest not in self._places:
            nearest = nearest[:-1]
        found = self._places[nearest]
        return found if nearest == path else replace(found, path=path)
