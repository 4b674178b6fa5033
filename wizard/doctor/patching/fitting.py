"""Says a configuration in the file's own words: its names of indexes, extras and groups are kept where they can be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wizard.doctor.indexing import accelerator_of
from wizard.doctor.values import name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Configuration, NamedIndex, Source
    from wizard.doctor.project import IndexEntry, Project


def fitted(configuration: Configuration, project: Project, catalogue: Catalogue) -> Configuration:
    """Return the configuration with the file's names in place of the wizard's."""
    return _Fitting(configuration, project, catalogue).fitted()


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one, but for a slash at the end."""
    return one.rstrip("/") == other.rstrip("/")


@dataclass(frozen=True, slots=True)
class _Fitting:
    configuration: Configuration
    project: Project
    catalogue: Catalogue

    def fitted(self) -> Configuration:
        indexes = {index.name: self._index_name(index) for index in self.configuration.indexes}
        selections = self._selection_names()

        def in_their_words(source: Source) -> Source:
            extra, group = (selections.get(one, one) for one in (source.extra, source.group))
            return replace(source, index=indexes.get(source.index, source.index), extra=extra, group=group)

        config = self.configuration
        return replace(
            config,
            indexes=tuple(replace(index, name=indexes[index.name]) for index in config.indexes),
            sources={package: tuple(map(in_their_words, found)) for package, found in config.sources.items()},
            extras={selections.get(key, key): value for key, value in config.extras.items()},
            groups={selections.get(key, key): value for key, value in config.groups.items()},
            conflicts=tuple(selections.get(key, key) for key in config.conflicts),
            default_groups=tuple(selections.get(key, key) for key in config.default_groups),
        )

    def _index_name(self, index: NamedIndex) -> str:
        """Return the name the file has for an address, unless that name says something else."""
        ours = {other.name for other in self.configuration.indexes} - {index.name}
        for entry in self.project.indexes:
            if self._is(entry, index) and self._speaks_true(entry, index) and entry.name not in ours:
                return entry.name
        return index.name

    def _is(self, entry: IndexEntry, index: NamedIndex) -> bool:
        """Whether the file has an index, at its address or, perhaps through a mirror, at another one."""
        ours = accelerator_of(index.url, self.catalogue)
        return same_address(entry.url, index.url) or (entry.accelerator, entry.nightly) == ours

    def _speaks_true(self, entry: IndexEntry, index: NamedIndex) -> bool:
        words = set(re.split(r"[-_.]", entry.name))
        others = {one.name for one in self.catalogue.accelerators.values()} - {index.accelerator.replace(".", "")}
        return bool(entry.name) and not words & others and ("nightly" in words) <= entry.nightly

    def _selection_names(self) -> Mapping[str, str]:
        """Return the file's name for every extra or group it has under another one."""
        kind = "extra" if self.configuration.extras else "group"
        selections = self.configuration.extras or self.configuration.groups
        slugs = {install.selection: install.accelerator.slug for install in self.configuration.installs}
        theirs = self._accelerators_of(kind)
        found: dict[str, str] = {}
        for selection in selections:
            names = [one for one, chosen in theirs.items() if chosen == {slugs.get(selection, "")}]
            if selection not in theirs and len(names) == 1 and names[0] not in selections:
                found[selection] = names[0]
        return found

    def _accelerators_of(self, kind: str) -> dict[str, set[str]]:
        """Return the accelerators the file's sources of torch give to each extra or group that is there."""
        there = self.project.extras if kind == "extra" else self.project.groups
        found: dict[str, set[str]] = {}
        for source in self.project.sources_of("torch"):
            index = self.project.index_named(source.index)
            if getattr(source, kind) in there and index:
                found.setdefault(name(getattr(source, kind)), set()).add(index.accelerator)
        return found
