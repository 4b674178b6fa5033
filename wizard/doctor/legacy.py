"""How indexes were named before uv had ``[[tool.uv.index]]``: bare addresses, which any package may come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.doctor.conditions import platforms_of
from wizard.doctor.hosts import PYTORCH, host_of
from wizard.doctor.indexing import accelerator_of
from wizard.doctor.leading import ASKING
from wizard.doctor.values import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Path
    from wizard.doctor.project import Declared, Project

KEYS: Final = ("extra-index-url", "find-links", "index-url")
STRATEGY: Final = "index-strategy"
BEST_MATCH: Final = "unsafe-best-match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address of such a setting; ``accelerator`` is what it tells, ``is_only`` whether it stands alone there."""

    key: str
    url: str
    path: Path
    accelerator: str
    is_pytorch: bool
    is_only: bool


def addresses(project: Project, catalogue: Catalogue) -> tuple[Address, ...]:
    """Return what these settings name, PyTorch's indexes and others."""
    return tuple(_addresses(project, catalogue))


def _addresses(project: Project, catalogue: Catalogue) -> Iterator[Address]:
    for key in KEYS:
        value = project.setting(key)
        urls = listed(value)
        for number, url in enumerate(urls):
            if not isinstance(url, str):
                continue
            path = project.settings[key].place.path
            accelerator, nightly = accelerator_of(url, catalogue)
            yield Address(
                key=key,
                url=url,
                path=(*path, number) if isinstance(value, list) else path,
                accelerator="" if nightly else accelerator,
                is_pytorch=bool(accelerator) or host_of(url) == PYTORCH,
                is_only=len(urls) == 1,
            )


def is_pinned(project: Project, catalogue: Catalogue) -> bool:
    """Say whether exact versions choose torch's builds, so that it matters little which index is asked first.

    This is what was done before uv had named indexes, and what the wizard's old layouts are: each machine has a
    version of its own where the best match of all is taken, or from the pages of ``find-links``, where a build may
    be named for all. ``torch_stable.html`` is no index of one accelerator.
    """
    found = [one for one in addresses(project, catalogue) if one.is_pytorch]
    lines = [one for one in project.requirements if one.scope in ASKING and one.name in catalogue.packages]
    if not found or not lines or not all(_indexed(one.url, catalogue) for one in found):
        return False
    by_page = all(one.key == "find-links" for one in found)
    exact = all(_is_exact(line, by_page=by_page) for line in lines)
    return exact and (by_page or project.setting(STRATEGY) == BEST_MATCH) and _is_told_apart(lines, catalogue)


def _indexed(url: str, catalogue: Catalogue) -> bool:
    """Say whether an address is one accelerator's: its index, or a page of a package there."""
    address = url.rstrip("/")
    return any(accelerator_of(one, catalogue)[0] for one in (address, address.rpartition("/")[0]))


def _is_exact(line: Declared, *, by_page: bool) -> bool:
    """Say whether a requirement is on one version, for some machines only, or on one build of a page."""
    exact = [one.version for one in line.requirement.specifier if one.operator == "==" and "*" not in one.version]
    is_build = by_page and any("+" in version for version in exact)
    return bool(exact) and (is_build or line.requirement.marker is not None)


def _is_told_apart(lines: list[Declared], catalogue: Catalogue) -> bool:
    """Say whether no machine is asked for two versions of a package."""
    asked = [(one.name, slug) for one in lines for slug in platforms_of(str(one.requirement.marker), catalogue)]
    return len(asked) == len({*asked})
