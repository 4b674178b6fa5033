"""What another tool's file means, said as uv's project file would say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wizard.choices.choices import Notice


@dataclass(slots=True, kw_only=True)
class Meaning:
    """A project file to be, filled bit by bit, and what of the other file finds no place in it."""

    names_machines: bool = False
    unread: list[Notice] = field(default_factory=list)
    project: dict[str, Any] = field(default_factory=dict)
    dependencies: list[str] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    sources: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    indexes: dict[str, dict[str, Any]] = field(default_factory=dict)
    environments: list[str] = field(default_factory=list)

    @property
    def data(self) -> dict[str, Any]:
        """The whole file."""
        uv = {"environments": self.environments, "sources": self.sources, "index": list(self.indexes.values())}
        return {
            "project": {**self.project, "dependencies": self.dependencies},
            "dependency-groups": self.groups,
            "tool": {"uv": {key: value for key, value in uv.items() if value}},
        }

    def tell(self, code: str, **facts: object) -> None:
        """Say what was not read."""
        self.unread.append(Notice(code=code, facts=facts))

    def index(self, name: str, url: str) -> None:
        """Declare an index."""
        self.indexes[name] = {"name": name, "url": url, "explicit": True}

    def source(self, package: str, index: str, **conditions: str) -> None:
        """Take a package from an index, under some conditions."""
        entry = {"index": index, **{key: value for key, value in conditions.items() if value}}
        if entry not in self.sources.setdefault(package, []):
            self.sources[package].append(entry)
