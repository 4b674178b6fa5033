"""Why a choice is impossible, as facts: since when, until when, or which package is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.version import Version

from wizard.catalogue.facts import OFFERED, Channel, Status
from wizard.catalogue.serving import build_of, pythons_of_release, releases_on, status_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.serving import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What stands in the way of a cell: a code for the sentence, and the facts it needs."""

    code: str
    platform: str
    accelerator: str
    torch: str = ""
    since: str = ""
    until: str = ""
    package: str = ""
    version: str = ""


def obstacle(catalogue: Catalogue, cell: Cell, torch: str, packages: tuple[str, ...]) -> Obstacle | None:
    """Return what keeps this cell from having this torch and these packages, or ``None`` if nothing does."""
    platform, accelerator = cell
    served = releases_on(catalogue, cell)
    if not served:
        code = _why_never(catalogue, cell)
        return Obstacle(code=code, platform=platform, accelerator=accelerator, torch=torch)
    since, until = served[-1], served[0]
    if torch not in served:
        code = _why_not_this_one(catalogue, cell, torch, since, until)
        return Obstacle(code=code, platform=platform, accelerator=accelerator, torch=torch, since=since, until=until)
    return _missing_package(catalogue, cell, torch, packages)


def _why_never(catalogue: Catalogue, cell: Cell) -> str:
    platform, accelerator = cell
    if catalogue.channel is Channel.NIGHTLY:
        return "nightly-on-pypi" if accelerator == "pypi" else "no-nightly"
    if any(status_of(catalogue, cell, torch) for torch in catalogue.releases):
        return "unseen"
    kind = catalogue.accelerators[accelerator].kind
    siblings = [slug for slug, found in catalogue.accelerators.items() if found.kind is kind]
    published = any(releases_on(catalogue, (platform, slug)) for slug in siblings)
    return "never" if published else "kind-never"


def _why_not_this_one(catalogue: Catalogue, cell: Cell, torch: str, since: str, until: str) -> str:
    status = status_of(catalogue, cell, torch)
    if status is Status.HALF_KNOWN:
        return "half-known"
    if status is not None and status not in OFFERED:
        return "documented"
    if Version(torch) < Version(since):
        return "starts"
    return "ended" if Version(torch) > Version(until) else "gap"


def _missing_package(catalogue: Catalogue, cell: Cell, torch: str, packages: tuple[str, ...]) -> Obstacle | None:
    platform, accelerator = cell
    if pythons_of_release(catalogue, cell, torch, packages):
        return None
    for package in packages:
        version = catalogue.releases[torch].pairs.get(package, "")
        if not version or build_of(catalogue, cell, package, version) is None:
            return Obstacle(
                code="package" if catalogue.channel is Channel.STABLE else "no-nightly-package",
                platform=platform,
                accelerator=accelerator,
                torch=torch,
                package=package,
                version=version,
            )
    return Obstacle(code="no-shared-python", platform=platform, accelerator=accelerator, torch=torch)
