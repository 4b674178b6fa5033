"""Which layouts can hold which choices, and from which Pythons on they install."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.catalogue.facts import KNOWN_PYTHONS, Channel
from wizard.catalogue.forks import Span
from wizard.catalogue.serving import build_of
from wizard.catalogue.taking import reach
from wizard.choices.choices import Bound, Environments, Layout
from wizard.choices.obstacles import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Build, Catalogue
    from wizard.choices.choices import Choices


def layout_obstacle(choices: Choices, layout: Layout, catalogue: Catalogue) -> Obstacle | None:
    """Return what keeps a layout from holding these choices, or ``None`` if nothing does."""
    if layout.selects:
        return None
    several = next((platform for platform, slugs in choices.accelerators.items() if len(slugs) > 1), "")
    if several:
        return Obstacle(code="layout-takes-one", platform=several, accelerator="")
    if not layout.pins:
        return None
    if choices.channel is Channel.NIGHTLY:
        return Obstacle(code="nightly-layout", platform="", accelerator="")
    return next(_in_the_way(replace(choices, layout=layout, bound=Bound.EXACT), catalogue), None)


def _in_the_way(choices: Choices, catalogue: Catalogue) -> Iterator[Obstacle]:
    """Yield what keeps the old layouts, in which every index serves every machine, from holding choices."""
    for platform in _shadowed(choices, catalogue):
        yield Obstacle(code="pypi-beside-indexes", platform=platform, accelerator="pypi")
    yield from _listed_twice(choices, catalogue)
    if choices.layout is Layout.FIND_LINKS:
        yield from _mixed_with_pypi(choices, catalogue)
    if choices.layout is Layout.EXTRA_INDEX_URL and not possible_pythons(choices, catalogue):
        platform, accelerator = choices.cells[0]
        yield Obstacle(code="shared-triton", platform=platform, accelerator=accelerator, torch=choices.torch)


def _shadowed(choices: Choices, catalogue: Catalogue) -> Iterator[str]:
    """Yield the platforms on PyPI's build for which uv would take a used index's file instead.

    A plain ``==`` prefers a local version, and a plain version listed on the index even where the index has no wheel
    of it for the machine.
    """
    used = [slug for slug in choices.used_accelerators(catalogue) if slug != "pypi"]
    for platform, slugs in choices.accelerators.items():
        if slugs == ("pypi",) and any(_shadows(choices, catalogue, slug, platform) for slug in used):
            yield platform


def _shadows(choices: Choices, catalogue: Catalogue, accelerator: str, platform: str) -> bool:
    index = catalogue.index_of(accelerator)
    for package, version in choices.versions(catalogue).items():
        builds = catalogue.builds.get((index, package), {}).get(version, {})
        mine = builds.get(platform, ())
        local = any(build.local for build in mine)
        plain_elsewhere = any(not build.local for found in builds.values() for build in found)
        if local or (plain_elsewhere and not mine):
            return True
    return False


def _listed_twice(choices: Choices, catalogue: Catalogue) -> Iterator[Obstacle]:
    """Yield cells with plain wheels of a version that another index lists for the machine, so that uv may take those.

    A plain one counts where its index is asked earlier; one with a local version beats a plain one wherever it stands.
    The CPU index lists what PyPI has there, so that it may stand in for it.
    """
    used = choices.shared_indexes(catalogue)
    for platform, slug in choices.cells:
        own = catalogue.index_of(slug)
        earlier = used[: used.index(own)] if own in used and choices.layout is Layout.EXTRA_INDEX_URL else used
        for package, version in choices.versions(catalogue).items():
            mine = build_of(catalogue, (platform, slug), package, version)
            for index in used if mine and not mine.local else ():
                others = catalogue.builds.get((index, package), {}).get(version, {}).get(platform, ())
                counting = [other for other in others if other.local or index in earlier]
                if counting and index != own and {index, own} != {"cpu", "pypi"}:
                    yield Obstacle(
                        code="listed-twice", platform=platform, accelerator=slug, package=package, version=version
                    )


def _mixed_with_pypi(choices: Choices, catalogue: Catalogue) -> Iterator[Obstacle]:
    """Yield cells with plain wheels of which PyPI lists other files.

    uv puts the files of a version from all pages and from PyPI together, and takes the one with the better tag:
    ``manylinux_2_28_aarch64`` before ``linux_aarch64``.
    """
    for cell in choices.cells:
        for package, version in choices.versions(catalogue).items():
            mine = build_of(catalogue, cell, package, version)
            theirs = build_of(catalogue, (cell[0], "pypi"), package, version)
            if mine and theirs and not mine.local and differ(mine, theirs):
                yield Obstacle(
                    code="listed-twice", platform=cell[0], accelerator=cell[1], package=package, version=version
                )


def differ(mine: Build, theirs: Build) -> bool:
    """Say whether two builds of one version have other files for the same Python."""
    return any(theirs.files.get(python, name) != name for python, name in mine.files.items())


def open_end_obstacle(choices: Choices, catalogue: Catalogue) -> Obstacle | None:
    """Return what keeps ``requires-python`` from staying open, or ``None`` if nothing does.

    Where uv wants wheels for a machine on every Python it resolves for, it refuses a range that goes on without any.
    """
    floor = Span(floor=choices.python)
    reached = reach(catalogue, choices.cells, choices.wishes(catalogue), floor)
    wants_wheels = choices.environments is Environments.CHOSEN or reached.required
    if not wants_wheels or reached.pythons == floor.pythons:
        return None
    platform, accelerator = choices.cells[0]
    return Obstacle(code="wheels-wanted", platform=platform, accelerator=accelerator, torch=choices.torch)


def possible_pythons(choices: Choices, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the Pythons that may be the oldest one: from each, every chosen machine installs."""
    return tuple(python for python in KNOWN_PYTHONS if python in _reached_from(python, choices, catalogue))


def _reached_from(python: str, choices: Choices, catalogue: Catalogue) -> tuple[str, ...]:
    wishes = replace(choices, python=python).wishes(catalogue)
    return reach(catalogue, choices.cells, wishes, Span(floor=python)).pythons
