"""Wheels of torch that a file names by their addresses: what the file name tells takes the place of the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from packaging.requirements import Requirement
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from wizard.catalogue.tags import platforms_of
from wizard.choices.choices import Notice
from wizard.doctor.indexing import PYPI, accelerator_of, index_entry
from wizard.doctor.project import INSTALLING, Scope, SourceEntry
from wizard.doctor.remembering import once
from wizard.doctor.values import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Declared, Project

TORCH: Final = "torch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """What a wheel's address tells: the release, the accelerator it was built for, and the machines."""

    filename: str
    torch: str
    accelerator: str
    marker: str

    @property
    def notice(self) -> Notice:
        """How it was read."""
        facts = {"filename": self.filename, "torch": self.torch, "accelerator": self.accelerator}
        return Notice(code="wheel-address", facts=facts)


@once
def addressed(project: Project, catalogue: Catalogue) -> Project:
    """Return the project as if it asked indexes for the wheels of torch it names, for what has to go with them."""
    return without_addresses(project, catalogue)[0]


def without_addresses(project: Project, catalogue: Catalogue) -> tuple[Project, tuple[Notice, ...]]:
    """Return a project that asks indexes for the wheels of torch it names, and how each address was read.

    An address that tells too little stays what it is.
    """
    found = _Addresses(project, catalogue)
    read = dict.fromkeys((*found.required.values(), *found.sourced.values()))
    if not read:
        return project, ()
    addresses = sorted({catalogue.accelerators[wheel.accelerator].url for wheel in read if wheel.accelerator != PYPI})
    entries = (
        index_entry({"name": url, "url": url, "explicit": True}, project.places[()], catalogue) for url in addresses
    )
    without = replace(
        project,
        requirements=tuple(map(found.requirement, project.requirements)),
        sources=tuple(found.sources()),
        indexes=(*project.indexes, *entries),
    )
    return without, tuple(wheel.notice for wheel in read)


class _Addresses:
    """The wheels of torch in a project: ``required`` by their addresses, and ``sourced`` from them."""

    def __init__(self, project: Project, catalogue: Catalogue) -> None:
        self.project, self.catalogue = project, catalogue
        asked = (one for one in project.requirements_on(TORCH) if one.scope in INSTALLING)
        self.required = dict(_read(((one.place, one.requirement.url) for one in asked), catalogue))
        named = ((source.place, source.settings.get("url")) for source in project.sources_of(TORCH))
        self.sourced = dict(_read(named, catalogue))

    def requirement(self, declared: Declared) -> Declared:
        """Return a requirement on the release that its own address, or that of its source, names."""
        own = str(declared.requirement.marker or "")
        if declared.place in self.required:
            wheel = self.required[declared.place]
            return _asking(declared, wheel, _both(own, wheel.marker))
        sources = self.project.sources_of(TORCH) if declared.name == TORCH and declared.scope in INSTALLING else ()
        for source in sources:
            if source.place in self.sourced and source.serves(declared.asker):
                wheel = self.sourced[source.place]
                return _asking(declared, wheel, own if source.marker else _both(own, wheel.marker))
        return declared

    def sources(self) -> Iterator[SourceEntry]:
        """Yield the sources with indexes for addresses; PyPI needs none."""
        for source in self.project.sources:
            wheel = self.sourced.get(source.place)
            if wheel is None:
                yield source
            elif wheel.accelerator != PYPI:
                yield replace(source, kind="index", index=self._url(wheel), marker=_both(source.marker, wheel.marker))
        for declared in self.project.requirements_on(TORCH):
            wheel = self.required.get(declared.place)
            if wheel and wheel.accelerator != PYPI:
                yield SourceEntry(
                    package=TORCH,
                    kind="index",
                    index=self._url(wheel),
                    extra=declared.selection if declared.scope is Scope.EXTRA else "",
                    group=declared.selection if declared.scope is Scope.GROUP else "",
                    marker=_both(str(declared.requirement.marker or ""), wheel.marker),
                    place=declared.place,
                )

    def _url(self, wheel: Wheel) -> str:
        return self.catalogue.accelerators[wheel.accelerator].url


def _read[Where](named: Iterable[tuple[Where, object]], catalogue: Catalogue) -> Iterator[tuple[Where, Wheel]]:
    for where, url in named:
        wheel = wheel_at(text(url), catalogue)
        if wheel:
            yield where, wheel


def wheel_at(url: str, catalogue: Catalogue) -> Wheel | None:
    """Return what an address tells of a wheel of torch; None where it does not tell all that an index is asked by.

    The local version says the accelerator, or the folder; a wheel with neither is PyPI's.
    """
    try:
        folder, _, filename = unquote(urlsplit(url).path).rpartition("/")
        package, version, _, tags = parse_wheel_filename(filename)
    except (InvalidWheelFilename, ValueError):
        return None
    slug = version.local or accelerator_of(folder, catalogue)[0] or PYPI
    platforms = {one for tag in tags for one in platforms_of(tag.platform, tuple(catalogue.platforms))}
    known = package == TORCH and slug in catalogue.accelerators and version.public in catalogue.releases
    if not known or not platforms:
        return None
    marker = " or ".join(catalogue.platforms[one].marker for one in sorted(platforms))
    return Wheel(filename=filename, torch=version.public, accelerator=slug, marker=marker)


def _asking(declared: Declared, wheel: Wheel, marker: str) -> Declared:
    condition = f" ; {marker}" if marker else ""
    return replace(declared, requirement=Requirement(f"{TORCH}=={wheel.torch}{condition}"))


def _both(one: str, other: str) -> str:
    return f"({one}) and ({other})" if one else other
