"""Pixi: ``pixi.toml`` or ``[tool.pixi]``, whose packages come from conda and from PyPI's kind of indexes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.foreign.meaning import Meaning
from wizard.doctor.tables import UV
from wizard.doctor.values import items, name, requirement, specifiers, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.catalogue.facts import Catalogue

MACHINES: Final = {
    "linux-64": "linux-x86_64",
    "linux-aarch64": "linux-aarch64",
    "win-64": "windows-x86_64",
    "win-arm64": "windows-arm64",
    "osx-arm64": "macos-arm64",
    "osx-64": "macos-x86_64",
}
"""What Pixi calls a platform, and what the catalogue does."""
SYSTEMS: Final = {
    "linux": "sys_platform == 'linux'",
    "win": "sys_platform == 'win32'",
    "osx": "sys_platform == 'darwin'",
}
TORCH: Final = ("pytorch", "pytorch-gpu", "pytorch-cpu")
"""What conda-forge calls torch."""
OF_CPU: Final = "pytorch-cpu"
OF_CUDA: Final = "pytorch-cuda"
"""Only says for which CUDA torch is."""
CUDA: Final = re.compile(r"^=*(?P<major>\d+)\.(?P<minor>\d+)(\.\*)?$")
NO_MAC: Final = "sys_platform != 'darwin'"
PLAIN: Final = re.compile(r"^\d[\w.]*(\.\*)?$")
FILE: Final = "pixi.toml"


def is_pixi(data: Mapping[str, Any], filename: str) -> bool:
    """Say whether Pixi reads this file: its own, or one with its tables and none of uv's."""
    own = filename.endswith(FILE) or bool(items(_heading(data).get("channels")))
    return own or (bool(table(data, "tool", "pixi")) and not table(data, *UV))


def meaning(data: Mapping[str, Any], filename: str, catalogue: Catalogue) -> Meaning:
    """Return what Pixi's tables mean; a feature counts as if it were always on."""
    found = Meaning(names_machines=True)
    is_own = not table(data, "tool", "pixi") or filename.endswith(FILE)
    pixi = data if is_own else table(data, "tool", "pixi")
    heading = _heading(pixi) if is_own else table(data, "project")
    found.project = {"name": text(heading.get("name"))} if text(heading.get("name")) else {}
    if not is_own:
        found.dependencies += [one for one in items(heading.get("dependencies")) if isinstance(one, str)]
        found.project |= {key: heading[key] for key in ("requires-python",) if text(heading.get(key))}
    platforms = [str(one) for one in items(_heading(pixi).get("platforms"))]
    found.environments = [_marker(platform, catalogue) for platform in platforms if platform in MACHINES]
    for part, marker in _parts(pixi, catalogue):
        _read(part, marker, found)
    _read_conda(pixi, found, catalogue)
    return found


def _heading(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return table(data, "workspace") or table(data, "project")


def _parts(pixi: Mapping[str, Any], catalogue: Catalogue) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the tables that hold dependencies, with the marker of those for one platform."""
    for part in (pixi, *(table(feature) for feature in table(pixi, "feature").values())):
        yield part, ""
        for platform, target in table(part, "target").items():
            yield table(target), _marker(platform, catalogue)


def _marker(platform: str, catalogue: Catalogue) -> str:
    """Return the marker of a machine or a system, nothing of what else Pixi may call a target."""
    if platform in MACHINES:
        return catalogue.platforms[MACHINES[platform]].marker
    return SYSTEMS.get(platform, "")


def _read(part: Mapping[str, Any], marker: str, found: Meaning) -> None:
    python = table(part, "dependencies").get("python")
    if python is not None and not found.project.get("requires-python"):
        found.project["requires-python"] = _specifier("python", python, found)
    for package in {*TORCH, OF_CUDA} & {*table(part, "dependencies")}:
        found.tell("conda", package=package)
    options = table(part, "pypi-options")
    urls = [text(options.get("index-url")), *map(text, items(options.get("extra-index-urls")))]
    shared = next(filter(None, urls), "")
    for package, value in table(part, "pypi-dependencies").items():
        _dependency(package, value, (marker, shared), found)
    if shared:
        found.index(shared, shared)
        found.source("torch", shared, marker=marker)


def _dependency(package: str, value: object, at: tuple[str, str], found: Meaning) -> None:
    marker, shared = at
    settings = table(value) or {"version": value}
    specifier = _specifier(package, settings.get("version", "*"), found)
    found.dependencies.append(f"{package}{specifier}{f' ; {marker}' if marker else ''}")
    url = text(settings.get("index")) or shared
    if url:
        found.index(url, url)
        found.source(name(package), url, marker=marker)


def _read_conda(pixi: Mapping[str, Any], found: Meaning, catalogue: Catalogue) -> None:
    """Require torch where it comes from conda alone; a Mac's comes from no index of PyTorch's."""
    if any(one is not None and name(one.name) == "torch" for one in map(requirement, found.dependencies)):
        return
    asked = [(package, value, marker) for package, value, marker in _from_conda(pixi, catalogue) if package in TORCH]
    url = _index_of_conda(pixi, found, catalogue) if asked else ""
    for package, value, marker in asked:
        specifier = _specifier(package, table(value).get("version", "*") if table(value) else value, found)
        found.dependencies.append(f"torch{specifier}{f' ; {marker}' if marker else ''}")
        if url:
            found.index(url, url)
            found.source("torch", url, marker=marker or NO_MAC)


def _from_conda(pixi: Mapping[str, Any], catalogue: Catalogue) -> Iterator[tuple[str, object, str]]:
    for part, marker in _parts(pixi, catalogue):
        for package, value in table(part, "dependencies").items():
            yield package, value, marker


def _index_of_conda(pixi: Mapping[str, Any], found: Meaning, catalogue: Catalogue) -> str:
    """Return the index of torch's companions; where they have none, the one that conda's packages are named after."""
    companions = [source["index"] for package in catalogue.packages for source in found.sources.get(package, ())]
    if companions:
        return companions[0]
    asked = {package: value for package, value, _ in _from_conda(pixi, catalogue) if package in {*TORCH, OF_CUDA}}
    cuda = CUDA.match(text(asked.get(OF_CUDA)))
    slug = f"cu{cuda['major']}{cuda['minor']}" if cuda else "cpu"
    known = (cuda or {*asked} == {OF_CPU}) and slug in catalogue.accelerators
    return catalogue.accelerators[slug].url if known else ""


def _specifier(package: str, value: object, found: Meaning) -> str:
    """Return a version as PEP 440 has it: a star is any, a bare one is that one."""
    said = text(value).strip()
    specifier = f"=={said}" if PLAIN.match(said) else said.removeprefix("*")
    if not said or specifiers(specifier) is None:
        found.tell("constraint", package=package, text=str(value))
        return ""
    return specifier
