"""Reading a pylock.toml (PEP 751) for one machine, package by package, so that one gap does not hide the rest."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from packaging.markers import Marker
from packaging.pylock import Package, PackageWheel, Pylock, PylockSelectError
from packaging.utils import parse_wheel_filename

from wizard.languages import phrase
from wizard.resolution.verdicts import FAMILY, Absence, ChosenWheel, Machine, Selection, Verdict

if TYPE_CHECKING:
    from packaging.markers import Environment

    from wizard.languages import Words

REASONS: Final = {
    "No wheel found matching the provided tags": phrase("no wheel that fits this machine and Python"),
    "Provided environment does not satisfy any": phrase("the lock is not for this machine"),
    "python_full_version": phrase("the lock is not for this Python"),
}
"""What begins so, when nothing can be selected from a lock."""
ARTIFACTS: Final = frozenset({"wheels", "sdist", "vcs", "directory", "archive"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A pylock.toml without its entries that name no file, and those entries: package name to marker.

    uv writes such an entry where a release has no wheel for the machines its marker is for (an operating system
    nobody chose, say); the specification has no room for it, so ``packaging`` refuses the whole file.
    """

    pylock: Pylock
    without_files: tuple[tuple[str, Marker | None], ...]


def read_export(text: str) -> Export:
    """Read what ``uv export --format pylock.toml`` printed."""
    document = tomllib.loads(text)
    packages = document.get("packages", [])
    without = [package for package in packages if "name" in package and not package.keys() & ARTIFACTS]
    document["packages"] = [package for package in packages if package not in without]
    markers = [(package["name"], package.get("marker")) for package in without]
    return Export(
        pylock=Pylock.from_dict(document),
        without_files=tuple((name, Marker(marker) if marker else None) for name, marker in markers),
    )


def read(exported: Export, selection: Selection, machine: Machine) -> Verdict:
    """Name the wheel of every family package the machine gets, and everything it lacks."""
    export = exported.pylock
    wheels: list[ChosenWheel] = []
    absences = [
        Absence(package=name, reason=phrase("the lock names no file of it for this machine"))
        for name, marker in exported.without_files
        if marker is None or marker.evaluate(dict(machine.environment))
    ]
    # no package at all first: the lock may be for other Pythons or other environments altogether
    for name, entries in {"": [], **_by_name(export)}.items():
        try:
            chosen = _choose(replace(export, packages=entries), machine)
        except PylockSelectError as error:
            absences.append(Absence(package=name, reason=_reason(error)))
            if not name:
                break
        else:
            wheels += [_wheel(package, file) for package, file in chosen if package.name in FAMILY]
    return Verdict(
        selection=selection,
        platform=machine.platform,
        python=machine.python,
        wheels=tuple(wheels),
        absences=tuple(absences),
    )


def _reason(error: PylockSelectError) -> Words:
    """Return in our words what ``packaging`` says most often: for which Pythons and machines a lock is."""
    said = str(error)
    known = (one for start, one in REASONS.items() if said.startswith(start))
    return next(known, said)


def _by_name(export: Pylock) -> dict[str, list[Package]]:
    packages: dict[str, list[Package]] = defaultdict(list)
    for package in export.packages:
        packages[package.name].append(replace(package, wheels=_newest_build_first(package)))
    return packages


def _newest_build_first(package: Package) -> list[PackageWheel] | None:
    """Order wheels so that of equal tags the highest build tag is chosen, as uv does; ``select`` takes the first."""
    if package.wheels is None:
        return None
    return sorted(package.wheels, key=lambda wheel: parse_wheel_filename(wheel.filename)[2], reverse=True)


def _choose(export: Pylock, machine: Machine) -> list[tuple[Package, PackageWheel]]:
    environment = cast("Environment", dict(machine.environment))
    chosen = export.select(environment=environment, tags=machine.tags)
    return [(package, file) for package, file in chosen if isinstance(file, PackageWheel)]


def _wheel(package: Package, file: PackageWheel) -> ChosenWheel:
    return ChosenWheel(
        package=package.name,
        version=str(package.version),
        filename=file.filename,
        index=package.index,
        url=file.url,
        size=file.size,
    )
