"""Builds the TOML document of a configuration, in one stable order (PEP 621, PEP 735, uv's tables)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomlkit

from wizard.rendering import explanations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tomlkit.items import Array, Item, Table

    from wizard.configuration.values import Configuration, Requirement, Source

INDENT = "  "
DEFAULT_INDEX = "pypi"


def document(configuration: Configuration, *, whole: bool) -> str:
    """Return the file's text; without ``whole`` only what an existing file still needs."""
    writer = _Writer(configuration)
    file = tomlkit.document()
    writer.header(file)
    file.add("project", writer.project(whole=whole))
    if configuration.groups:
        file.add("dependency-groups", writer.selections(configuration.groups, "groups"))
    tool = tomlkit.table(is_super_table=True)
    tool.add("uv", writer.uv())
    if tool["uv"]:
        file.add("tool", tool)
    return tomlkit.dumps(file).rstrip("\n") + "\n"


def inline_metadata(configuration: Configuration) -> str:
    """Return the TOML of a script's header (PEP 723): the same tables, but what they require stands at the top."""
    writer = _Writer(configuration)
    file = tomlkit.document()
    writer.header(file)
    writer.requirements(file)
    tool = tomlkit.table(is_super_table=True)
    tool.add("uv", writer.uv())
    if tool["uv"]:
        file.add("tool", tool)
    return tomlkit.dumps(file).strip("\n") + "\n"


class _Writer:
    """Writes one configuration's tables, with a comment on each part when asked to explain."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration

    def header(self, file: tomlkit.TOMLDocument) -> None:
        """Say what made the file, and the link that makes it again."""
        if self.configuration.choices.explain:
            for line in explanations.header(self.configuration):
                file.add(tomlkit.comment(line))
            file.add(tomlkit.nl())

    def project(self, *, whole: bool) -> Table:
        """Write ``[project]`` and, for extras, its optional dependencies."""
        configuration = self.configuration
        project = tomlkit.table()
        if whole:
            self._explain(project, "name")
            project.add("name", configuration.choices.project)
            project.add("version", "0.1.0")
        self.requirements(project, whole=whole)
        if configuration.extras:
            project.add("optional-dependencies", self.selections(configuration.extras, "extras"))
        return project

    def requirements(self, table: Table | tomlkit.TOMLDocument, *, whole: bool = True) -> None:
        """Write the Pythons and, unless a part has none to add, the dependencies."""
        configuration = self.configuration
        self._explain(table, "requires-python")
        table.add("requires-python", configuration.requires_python)
        if whole or configuration.dependencies:
            self._explain(table, "dependencies" if configuration.dependencies else "no-dependencies")
            table.add("dependencies", _lines(map(str, configuration.dependencies)))

    def selections(self, selections: Mapping[str, tuple[Requirement, ...]], part: str) -> Table:
        """Write one list of requirements per extra or group."""
        table = tomlkit.table()
        self._explain(table, part)
        for name, requirements in selections.items():
            self._comment(table, explanations.selection(name, self.configuration))
            table.add(name, _lines(map(str, requirements)))
        return table

    def uv(self) -> Table:
        """Write ``[tool.uv]``, its sources and its indexes."""
        configuration = self.configuration
        uv = tomlkit.table()
        if configuration.conflicts:
            self._explain(uv, "conflicts")
            uv.add("conflicts", self._conflicts())
        if configuration.pypi and configuration.choices.layout.pins:
            self._explain(uv, "index-url")
            uv.add("index-url", configuration.pypi)
        lists = {
            "default-groups": configuration.default_groups,
            "environments": configuration.environments,
            "required-environments": configuration.required_environments,
            "extra-index-url": configuration.legacy.extra_index_url,
            "find-links": configuration.legacy.find_links,
        }
        for key, values in lists.items():
            if values:
                self._explain(uv, key)
                uv.add(key, _lines(values))
        if configuration.legacy.extra_index_url:
            self._explain(uv, "index-strategy")
            uv.add("index-strategy", "unsafe-best-match")
        if configuration.sources:
            uv.add("sources", self._sources())
        if configuration.indexes or (configuration.pypi and not configuration.choices.layout.pins):
            uv.add("index", self._indexes())
        return uv

    def _conflicts(self) -> Array:
        key = "extra" if self.configuration.extras else "group"
        members = [_inline({key: name}) for name in self.configuration.conflicts]
        inner = "".join(f"\n{INDENT}{INDENT}{member.as_string()}," for member in members)
        return _value(f"[\n{INDENT}[{inner}\n{INDENT}],\n]")

    def _sources(self) -> Table:
        table = tomlkit.table()
        self._explain(table, "sources")
        for package, sources in self.configuration.sources.items():
            if package != "torch":
                self._comment(table, explanations.source(package, self.configuration))
            table.add(package, _array(map(_source, sources)))
        return table

    def _indexes(self) -> Item:
        tables = tomlkit.aot()
        for index in self.configuration.indexes:
            table = tomlkit.table()
            self._explain(table, "index")
            table.update({"name": index.name, "url": index.url, "explicit": True})
            tables.append(table)
        if self.configuration.pypi:
            table = tomlkit.table()
            self._explain(table, "default-index")
            table.update({"name": DEFAULT_INDEX, "url": self.configuration.pypi, "default": True})
            tables.append(table)
        return tables

    def _explain(self, table: Table | tomlkit.TOMLDocument, part: str) -> None:
        self._comment(table, explanations.explanation(part, self.configuration.choices))

    def _comment(self, table: Table | tomlkit.TOMLDocument, text: str) -> None:
        if self.configuration.choices.explain:
            table.add(tomlkit.comment(text))


def _source(source: Source) -> Item:
    pairs = {"index": source.index, "extra": source.extra, "group": source.group, "marker": source.marker}
    return _inline({key: value for key, value in pairs.items() if value})


def _inline(pairs: Mapping[str, str]) -> Item:
    inner = ", ".join(f"{key} = {tomlkit.string(value).as_string()}" for key, value in pairs.items())
    return _value(f"{{ {inner} }}")


def _lines(values: Iterable[str]) -> Array:
    return _array(tomlkit.string(value) for value in values)


def _array(items: Iterable[Item]) -> Array:
    inner = "".join(f"\n{INDENT}{item.as_string()}," for item in items)
    return _value(f"[{inner}\n]" if inner else "[]")


def _value(text: str) -> Array:
    """Parse a value so that it keeps the spaces it was written with."""
    return tomlkit.value(text)  # type: ignore[return-value]
