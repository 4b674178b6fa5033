"""What a configuration asks of uv; how old a uv may be for each is measured (``tests/minimum_uv``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.taking import taken_alone
from wizard.choices.choices import Bound, Layout
from wizard.configuration.minimum_uv import Feature
from wizard.configuration.routing import conflicts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Build
    from wizard.catalogue.forks import Span
    from wizard.catalogue.serving import Cell
    from wizard.catalogue.taking import Reach
    from wizard.configuration.scope import Scope

FIRST_WITH_CUDA_TOOLKIT: Final = Version("2.11.0")
"""From here torch requires ``cuda-toolkit[cublas,…]``, whatever machine its metadata are read for."""
REQUIRED_WINDOWS: Final = {
    "windows-x86_64": Feature.REQUIRED_WINDOWS,
    "windows-arm64": Feature.REQUIRED_WINDOWS_ARM,
}
"""Platforms understood as required environments later than all others."""


def features_of(scope: Scope, span: Span, reached: Reach) -> Iterator[Feature]:
    """Yield everything a configuration uses."""
    choices = scope.choices
    yield Feature.UNIVERSAL_LOCK
    if choices.bound is Bound.MINIMUM or Version(choices.torch) >= FIRST_WITH_CUDA_TOOLKIT:
        yield Feature.REQUIREMENTS_WITH_EXTRAS
    if choices.layout is Layout.EXTRA_INDEX_URL:
        yield Feature.EXTRA_INDEX_URL
    if choices.layout is Layout.FIND_LINKS and len(scope.platforms) > 1:
        yield Feature.FIND_LINKS_PER_MACHINE
        if len(choices.family) > 1:
            yield Feature.FIND_LINKS_COMPANIONS
    if choices.layout is Layout.GROUPS:
        yield Feature.DEPENDENCY_GROUPS
        if choices.default and len(scope.accelerators) > 1:
            yield Feature.WITHOUT_DEFAULT_GROUPS
    if not choices.layout.pins:
        yield from _of_named_indexes(scope)
    for cell in choices.cells:
        yield from _of_wheels(scope, cell, span, reached)
    for platform in reached.required:
        yield REQUIRED_WINDOWS.get(platform, Feature.REQUIRED_ENVIRONMENTS)


def _of_named_indexes(scope: Scope) -> Iterator[Feature]:
    """Yield what indexes of their own ask for.

    A plain ``==`` has to take a local version: the document's where the bound is exact, a companion's on torch always.
    """
    routed = any(accelerator.index for accelerator in scope.accelerators)
    if routed or scope.pypi:
        yield Feature.NAMED_INDEXES
    if routed and scope.choices.layout.selects:
        yield Feature.SOURCES_PER_SELECTION
    if routed and (scope.choices.bound is Bound.EXACT or len(scope.choices.family) > 1):
        yield Feature.LOCAL_VERSIONS


def _of_wheels(scope: Scope, cell: Cell, span: Span, reached: Reach) -> Iterator[Feature]:
    """Yield what the wheels themselves ask for, by those that the oldest and the newest Python get."""
    wish = scope.choices.wish(scope.catalogue, cell)
    taken = taken_alone(scope.catalogue, cell, wish, span, required=cell[0] in reached.required)
    for python in reached.pythons[:1] + reached.pythons[-1:]:
        for package, build in taken[python].builds.items():
            if build and reached.pythons[-1] not in build.files:
                yield Feature.VERSIONS_PER_PYTHON
            if build and not build.local and scope.choices.layout is not Layout.FIND_LINKS:
                yield from _of_plain_wheels(scope, cell, package, build)


def _of_plain_wheels(scope: Scope, cell: Cell, package: str, build: Build) -> Iterator[Feature]:
    """Yield what it takes to step back to a plain version where other machines have a local one of it."""
    platforms = scope.catalogue.platforms
    everywhere = scope.catalogue.builds.get((scope.catalogue.index_of(cell[1]), package), {}).get(build.version, {})
    local = [slug for slug, builds in everywhere.items() if any(one.local for one in builds)]
    chosen = {platforms[slug].sys_platform for slug in local if slug in scope.choices.accelerators}
    if platforms[cell[0]].sys_platform in chosen:
        yield Feature.PLAIN_WHEELS_ON_THE_SAME_SYSTEM
    if local:
        yield Feature.PLAIN_WHEELS
        if conflicts(scope) and scope.choices.bound is not Bound.MINIMUM:
            yield Feature.BOUNDED_PLAIN_WHEELS_WITH_CONFLICTS
        if conflicts(scope) and build.moves:
            yield Feature.NIGHTLY_PLAIN_WHEELS_WITH_CONFLICTS
