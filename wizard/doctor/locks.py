"""Reads a ``uv.lock``: which version of what, from which index, with which dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.doctor.parsing import BrokenToml, parse
from wizard.doctor.project import Locked
from wizard.doctor.values import items, name, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "uv.lock"


def read_lock(lock: str) -> tuple[Locked, ...]:
    """Return a lock's packages; raises ``BrokenToml``, which names the lock."""
    try:
        data = parse(lock).data
    except BrokenToml as error:
        raise BrokenToml(line=error.line, column=error.column, reason=error.reason, file=FILE) from error
    return tuple(_locked(package) for package in items(data.get("package")) if isinstance(package, dict))


def _locked(package: Mapping[str, Any]) -> Locked:
    dependencies = (one for one in items(package.get("dependencies")) if isinstance(one, dict))
    return Locked(
        name=name(package.get("name")),
        version=text(package.get("version")),
        registry=text(table(package, "source").get("registry")),
        dependencies=tuple(name(one.get("name")) for one in dependencies),
    )
