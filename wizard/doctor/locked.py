"""What a lock says of torch's family: which index a package came from, and for which accelerator it was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

from wizard.doctor.indexing import accelerator_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Accelerator, Catalogue
    from wizard.doctor.project import Locked, Project


def address(url: str) -> str:
    """Return an address as it is compared: without the slash at its end."""
    return url.rstrip("/").removesuffix("/simple")


def entries_of(project: Project, package: str) -> tuple[Locked, ...]:
    """Return a package's entries in the lock; none where there is no lock, or another kind of source."""
    mine = (one for one in project.lock or () if one.name == package and one.registry)
    return tuple(one for one in mine if is_version(one.version))


def registries(project: Project, package: str) -> frozenset[str]:
    """Return the addresses the lock has a package from."""
    return frozenset(address(one.registry) for one in entries_of(project, package))


def accelerator_locked(catalogue: Catalogue, one: Locked) -> Accelerator | None:
    """Return the accelerator of the index a package was locked from; None for PyPI and what no one knows."""
    slug, nightly = accelerator_of(one.registry, catalogue)
    return catalogue.accelerators[slug] if slug and not nightly else None


def is_version(text: str) -> bool:
    """Say whether a text is a version at all."""
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True
