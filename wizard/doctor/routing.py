"""Which indexes serve a package on a machine, every one where sources overlap: from these choices are inferred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.doctor.conditions import covers, platforms_in_scope
from wizard.doctor.hosts import ASTRAL, host_of
from wizard.doctor.indexing import index_entry
from wizard.doctor.project import BASE, INSTALLING, Scope, Selection
from wizard.doctor.remembering import once
from wizard.doctor.values import items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Declared, IndexEntry, Project, SourceEntry

LEGACY: Final = ("extra-index-url", "pip.extra-index-url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which index serves a package on a platform where base, an extra or a group is installed.

    ``index`` is None for PyPI, ``source`` the entry that says so, None where no source does. ``undeclared`` is the name
    of an index that a source asks for and nobody declared.
    """

    platform: str
    scope: Scope
    selection: str
    index: IndexEntry | None
    source: SourceEntry | None
    undeclared: str = ""


def is_torch_index(index: IndexEntry) -> bool:
    """Say whether an index is one of PyTorch's, or a mirror of one."""
    return bool(index.accelerator) and index.format == "simple" and host_of(index.url) != ASTRAL


def may_have(index: IndexEntry, package: str, catalogue: Catalogue) -> bool:
    """Say whether one of torch's indexes has a package for anyone; what nightly ones have changes every day."""
    return index.nightly or (catalogue.index_of(index.accelerator), package) in catalogue.builds


@once
def origins(project: Project, catalogue: Catalogue, package: str) -> tuple[Origin, ...]:
    """Return where a package comes from, for every platform in scope and everything one can install.

    What requires it is an extra or group with the base, or the base alone; where nothing does there is no origin.
    """
    platforms = [slug for slug in catalogue.platforms if slug in platforms_in_scope(project, catalogue)]
    asking = [one for one in project.requirements_on(package) if one.scope in INSTALLING]
    selections = dict.fromkeys([BASE, *(one.asker for one in asking), *_all(project)])
    return tuple(
        origin
        for selection in selections
        for platform in platforms
        for origin in _Search(project, catalogue, package).found(selection, platform, asking)
    )


def _all(project: Project) -> Iterator[Selection]:
    yield from (Selection(Scope.EXTRA, extra) for extra in project.extras)
    yield from (Selection(Scope.GROUP, group) for group in project.groups)


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for a package's index as uv does: sources first, then the indexes that are not explicit, then PyPI."""

    project: Project
    catalogue: Catalogue
    package: str

    def found(self, selection: Selection, platform: str, asking: list[Declared]) -> Iterator[Origin]:
        """Yield the origins of a package on a platform: several, where sources overlap."""
        scope, name = selection
        askers = [one for one in asking if one.asker in {BASE, selection}]
        if not any(self._on(str(one.requirement.marker or ""), platform) for one in askers):
            return
        mine = [one for one in self.project.sources_of(self.package) if one.serves(selection)]
        sources = [one for one in mine if self._on(one.marker, platform)]
        for source in sources:
            index = self.project.index_named(source.index)
            undeclared = source.index if source.kind == "index" and not index else ""
            yield Origin(
                platform=platform, scope=scope, selection=name, index=index, source=source, undeclared=undeclared
            )
        if not sources:
            yield Origin(platform=platform, scope=scope, selection=name, index=self._first_index(), source=None)

    def _on(self, marker: str, platform: str) -> bool:
        return covers(marker, self.catalogue.platforms[platform])

    def _first_index(self) -> IndexEntry | None:
        """Return the first index that has the package and may serve any, None where PyPI does."""
        for index in (*self.project.indexes, *legacy_indexes(self.project, self.catalogue)):
            if not index.explicit and self._has(index):
                return index
        return None

    def _has(self, index: IndexEntry) -> bool:
        return is_torch_index(index) and may_have(index, self.package, self.catalogue)


@once
def legacy_indexes(project: Project, catalogue: Catalogue) -> tuple[IndexEntry, ...]:
    """Return what ``extra-index-url`` names, as indexes without a name; uv asks them before PyPI."""
    settings = [project.settings[key] for key in LEGACY if key in project.settings]
    return tuple(
        index_entry({"url": url}, project.places[(*one.place.path, number)], catalogue)
        for one in settings
        for number, url in enumerate(items(one.value))
        if isinstance(url, str)
    )
