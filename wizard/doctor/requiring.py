"""Reads who requires what: dependencies, extras, groups with all they include, constraints and overrides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.project import BASE, Alias, Declared, Scope, Selection
from wizard.doctor.tables import EXTRAS, GROUPS, UV
from wizard.doctor.values import name, numbered, requirement, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.doctor.findings import Path, Place
    from wizard.doctor.project import Places

UV_LISTS: Final = {
    "constraint-dependencies": Scope.CONSTRAINT,
    "override-dependencies": Scope.OVERRIDE,
    "build-constraint-dependencies": Scope.BUILD,
}
DEV: Final = "dev"


@dataclass(frozen=True, kw_only=True)
class Requiring:
    """The lists of requirements of one file; ``project`` is the path of the table they start from."""

    data: Mapping[str, Any]
    places: Places
    is_script: bool
    own_name: str

    @cached_property
    def lists(self) -> list[tuple[Selection, Path, object]]:
        """Every list that somebody installs from, with whom it is for and where it stands."""
        return list(self._lists())

    def _lists(self) -> Iterator[tuple[Selection, Path, object]]:
        if self.is_script:
            yield BASE, ("dependencies",), self.data.get("dependencies")
            return
        yield BASE, ("project", "dependencies"), table(self.data, "project").get("dependencies")
        for key, value in table(self.data, *EXTRAS).items():
            yield Selection(Scope.EXTRA, name(key)), (*EXTRAS, key), value
        for key, value in table(self.data, *GROUPS).items():
            yield Selection(Scope.GROUP, name(key)), (*GROUPS, key), value
        legacy = table(self.data, *UV).get("dev-dependencies")
        if legacy is not None:
            yield Selection(Scope.GROUP, DEV), (*UV, "dev-dependencies"), legacy

    def names(self, scope: Scope) -> dict[str, Place]:
        """Return the extras or the groups, by normalized name."""
        found: dict[str, Place] = {}
        for (kind, selection), path, value in self.lists:
            if kind is scope and isinstance(value, list):
                found.setdefault(selection, self.places[path])
        return found

    def requirements(self) -> Iterator[Declared]:
        """Yield every requirement; one that a list includes from another is required by both, and has one place."""
        direct: dict[Selection, list[Declared]] = {}
        for selection, path, value in self.lists:
            direct.setdefault(selection, []).extend(self._declared(selection, path, value))
        for selection, own in direct.items():
            yield from own
            for other in self._included(selection):
                for declared in direct.get(other, ()):
                    yield replace(declared, scope=selection[0], selection=selection[1])
        for key, scope in UV_LISTS.items():
            path = (*UV, key)
            yield from self._declared(Selection(scope), path, table(self.data, *UV).get(key))

    def aliases(self) -> Iterator[Alias]:
        """Yield the extras that ask for another one, and the groups that include another one."""
        for (scope, selection), path, value in self.lists:
            for place, (other, of) in self._edges(path, value):
                if scope is other:
                    yield Alias(kind=scope.value, name=selection, of=of, place=self.places[place])

    def _declared(self, selection: Selection, path: Path, value: object) -> Iterator[Declared]:
        for place, item in numbered(value, path):
            found = requirement(item)
            if found and name(found.name) != self.own_name:
                yield Declared(
                    name=name(found.name),
                    requirement=found,
                    scope=selection[0],
                    selection=selection[1],
                    place=self.places[place],
                )

    def _edges(self, path: Path, value: object) -> Iterator[tuple[Path, Selection]]:
        """Yield the lists another one includes: groups by ``include-group``, extras by asking for the project."""
        for place, item in numbered(value, path):
            if isinstance(item, dict) and isinstance(item.get("include-group"), str):
                yield place, Selection(Scope.GROUP, name(item["include-group"]))
            found = requirement(item)
            if found and self.own_name and name(found.name) == self.own_name:
                yield from ((place, Selection(Scope.EXTRA, name(extra))) for extra in sorted(found.extras))

    @cached_property
    def _graph(self) -> dict[Selection, list[Selection]]:
        graph: dict[Selection, list[Selection]] = {}
        for selection, path, value in self.lists:
            graph.setdefault(selection, []).extend(other for _, other in self._edges(path, value))
        return graph

    def _included(self, selection: Selection) -> list[Selection]:
        """Return all lists that one includes, in turn; a circle, which uv refuses, ends here too."""
        found: dict[Selection, None] = {}
        waiting = [*self._graph[selection]]
        while waiting:
            other = waiting.pop(0)
            if other not in found and other != selection:
                found[other] = None
                waiting.extend(self._graph.get(other, ()))
        return list(found)
