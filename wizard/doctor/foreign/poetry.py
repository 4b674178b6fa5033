"""Poetry: ``[tool.poetry]`` with its own version constraints and sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from packaging.version import InvalidVersion, Version

from wizard.doctor.foreign.meaning import Meaning
from wizard.doctor.tables import UV
from wizard.doctor.values import items, name, specifiers, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOOL: Final = ("tool", "poetry")
PLAIN: Final = re.compile(r"^\d[\w.+]*(\.\*)?$")
RANGE: Final = re.compile(r"^[\^~]\s*(?P<version>\d[\w.]*)$")


def is_poetry(data: Mapping[str, Any]) -> bool:
    """Say whether Poetry reads this file's dependencies or sources, and uv would not."""
    tool = table(data, *TOOL)
    return bool(tool.get("dependencies") or tool.get("source")) and not table(data, *UV)


def meaning(data: Mapping[str, Any]) -> Meaning:
    """Return what Poetry's tables mean, with those of ``[project]`` that newer ones leave there."""
    found = Meaning()
    tool = table(data, *TOOL)
    found.project = _project(data, found)
    found.dependencies = [one for one in items(table(data, "project").get("dependencies")) if isinstance(one, str)]
    for source in items(tool.get("source")):
        if text(table(source).get("name")) and text(table(source).get("url")):
            found.index(source["name"], source["url"])
    found.dependencies += _requirements(table(tool, "dependencies"), found)
    for group, content in table(tool, "group").items():
        found.groups[group] = list(_requirements(table(content, "dependencies"), found))
    return found


def _project(data: Mapping[str, Any], found: Meaning) -> dict[str, Any]:
    both = {**table(data, *TOOL), **table(data, "project")}
    project = {"name": text(both.get("name")), "requires-python": text(both.get("requires-python"))}
    python = table(data, *TOOL, "dependencies").get("python")
    if python is not None:
        project["requires-python"] = _specifier("python", python, found)
    return {key: value for key, value in project.items() if value}


def _requirements(dependencies: Mapping[str, Any], found: Meaning) -> Iterator[str]:
    """Yield requirements, a package's several constraints one by one, and note their sources."""
    for package, value in dependencies.items():
        entries = value if isinstance(value, list) else [value]
        for entry in entries if package != "python" else []:
            yield from _requirement(package, entry, found)


def _requirement(package: str, entry: object, found: Meaning) -> Iterator[str]:
    settings = table(entry) or {"version": entry}
    if not isinstance(settings.get("version"), str):
        found.tell("constraint", package=package, text=", ".join(settings))
        return
    marker = text(settings.get("markers")) or _on(text(settings.get("platform")))
    if text(settings.get("source")) in found.indexes:
        found.source(name(package), settings["source"], marker=marker)
        found.names_machines |= bool(marker)
    yield f"{package}{_specifier(package, settings['version'], found)}{f' ; {marker}' if marker else ''}"


def _on(platform: str) -> str:
    return f"sys_platform == '{platform}'" if platform else ""


def _specifier(package: str, constraint: object, found: Meaning) -> str:
    """Return a constraint as PEP 440 has it; Poetry's own ``^`` and ``~`` become ranges."""
    parts = [_part(part.strip()) for part in text(constraint).split(",")]
    specifier = ",".join(part for part in parts if part)
    if specifiers(specifier) is None:
        found.tell("constraint", package=package, text=text(constraint))
        return ""
    return specifier


def _part(part: str) -> str:
    if part in {"", "*"}:
        return ""
    ranged = RANGE.match(part)
    if PLAIN.match(part):
        return f"=={part}"
    if not ranged or part.startswith("~="):
        return part
    try:
        release = Version(ranged["version"]).release
    except InvalidVersion:
        return part
    return f">={ranged['version']},<{_next(release, caret=part.startswith('^'))}"


def _next(release: tuple[int, ...], *, caret: bool) -> str:
    """Return the first release a range leaves out: a caret keeps what is left of the first number that is not 0."""
    kept = next((at for at, number in enumerate(release) if number), len(release) - 1) if caret else 1
    kept = min(kept, len(release) - 1)
    return ".".join(map(str, (*release[:kept], release[kept] + 1)))
