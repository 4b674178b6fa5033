"""The two old layouts: exact local versions, found on extra indexes or linked pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.catalogue.serving import build_of
from wizard.choices.choices import Layout
from wizard.doctor.conditions import platforms_of
from wizard.doctor.indexing import PYPI, accelerator_of
from wizard.doctor.project import Scope
from wizard.doctor.values import items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Declared, Project


def legacy_layout(project: Project) -> Layout | None:
    """Return the old layout of a file, if it has one: such settings, and no source for torch."""
    asked = any(one.scope is Scope.BASE for one in project.requirements_on("torch"))
    if project.sources_of("torch") or not asked:
        return None
    for layout in (Layout.EXTRA_INDEX_URL, Layout.FIND_LINKS):
        if items(project.setting(layout.value)):
            return layout
    return None


def pinned_cells(project: Project, catalogue: Catalogue, *, pypi_first: bool = False) -> dict[str, tuple[str, ...]]:
    """Return the accelerator of every platform that a requirement on torch names."""
    listed = list(dict.fromkeys(_listed(project, catalogue)))
    asked = (PYPI, *listed) if pypi_first else (*listed, PYPI)
    found: dict[str, str] = {}
    for declared in project.requirements_on("torch"):
        for platform in platforms_of(str(declared.requirement.marker or ""), catalogue):
            slug = _accelerator(declared, platform, asked, catalogue)
            if slug:
                found.setdefault(platform, slug)
    return {platform: (found[platform],) for platform in catalogue.platforms if platform in found}


def _listed(project: Project, catalogue: Catalogue) -> Iterator[str]:
    """Yield the accelerators of the addresses; a linked page is one of a package, below its index."""
    for key in ("extra-index-url", "find-links"):
        for url in items(project.setting(key)):
            address = str(url).rstrip("/")
            for tried in (address, address.rpartition("/")[0]):
                slug, _ = accelerator_of(tried, catalogue)
                if slug:
                    yield slug


def _accelerator(declared: Declared, platform: str, listed: tuple[str, ...], catalogue: Catalogue) -> str:
    """Return what has the build of exactly this version for a platform, nothing where no index has."""
    version = next((one.version for one in declared.requirement.specifier if one.operator == "=="), "")
    public, _, local = version.partition("+")
    for slug in (local, *listed):
        if slug in catalogue.accelerators:
            build = build_of(catalogue, (platform, slug), "torch", public)
            if build and build.full_version == version:
                return slug
    return ""
