"""Which index serves which package: sources, indexes, conflicts, and what old uv had instead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.catalogue.facts import FROM_PYPI
from wizard.choices.choices import Layout
from wizard.configuration.requirements import triton_platforms
from wizard.configuration.values import LegacyIndexes, NamedIndex, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Accelerator
    from wizard.catalogue.serving import Cell
    from wizard.configuration.scope import Scope

LEAST_CONFLICT = 2


def indexes(scope: Scope) -> tuple[NamedIndex, ...]:
    """Return every index in use, once; PyPI's default build needs none."""
    return tuple(
        NamedIndex(name=accelerator.index_name, url=scope.url_of(accelerator), accelerator=accelerator.slug)
        for accelerator in scope.accelerators
        if accelerator.index
    )


def sources(scope: Scope) -> dict[str, tuple[Source, ...]]:
    """Return the sources of every routed package: the same list for the whole family, triton's own for triton."""
    routed: dict[str, list[Source]] = {package: [] for package in scope.choices.family}
    for accelerator in scope.accelerators:
        if not accelerator.index:
            continue
        source = _source(scope, accelerator, scope.marker_of_accelerator(accelerator))
        for package in scope.choices.family:
            routed.setdefault(package, []).append(source)
        for triton, platforms in triton_platforms(scope, scope.cells_with(accelerator)).items():
            own = _source(scope, accelerator, scope.marker_of(platforms))
            routed.setdefault(triton.package, []).append(own)
    for cell, source in _fallbacks(scope):
        triton_there = scope.choices.triton_of(cell, scope.catalogue)
        for package in (*scope.choices.family, *([triton_there.package] if triton_there else [])):
            routed.setdefault(package, []).append(source)
    return {package: tuple(found) for package, found in routed.items() if found}


def _fallbacks(scope: Scope) -> Iterator[tuple[Cell, Source]]:
    """Yield sources for machines that have no build of an extra or group, and none on PyPI to fall back to.

    They keep their own accelerator, which is in the cell.
    """
    if not scope.choices.layout.selects:
        return
    for platform, slugs in scope.choices.accelerators.items():
        for other in scope.accelerators:
            served_by = scope.served_by(platform, other.slug)
            if other.slug not in slugs and served_by != "pypi":
                own = scope.catalogue.accelerators[served_by]
                source = _source(scope, other, scope.marker_of([platform]))
                yield (platform, served_by), replace(source, index=own.index_name)


def _source(scope: Scope, accelerator: Accelerator, marker: str) -> Source:
    layout = scope.choices.layout
    return Source(
        index=accelerator.index_name,
        extra=accelerator.name if layout is Layout.EXTRAS else "",
        group=accelerator.name if layout is Layout.GROUPS else "",
        marker=marker,
    )


def conflicts(scope: Scope) -> tuple[str, ...]:
    """Return the extras or groups that exclude one another; uv refuses a set of one."""
    names = tuple(accelerator.name for accelerator in scope.accelerators)
    return names if scope.choices.layout.selects and len(names) >= LEAST_CONFLICT else ()


def legacy(scope: Scope) -> LegacyIndexes:
    """Return the index settings of the two old layouts, empty for the others."""
    used = [accelerator for accelerator in scope.accelerators if accelerator.index]
    if scope.choices.layout is Layout.EXTRA_INDEX_URL:
        return LegacyIndexes(extra_index_url=tuple(scope.url_of(accelerator) for accelerator in used))
    if scope.choices.layout is Layout.FIND_LINKS:
        pages = (f"{scope.url_of(accelerator)}/{name}" for accelerator in used for name in _pages(scope, accelerator))
        return LegacyIndexes(find_links=tuple(pages))
    return LegacyIndexes()


def _pages(scope: Scope, accelerator: Accelerator) -> Iterator[str]:
    """Yield the pages of an accelerator's index that are linked to.

    Its triton is among them where only other machines need it: uv looks for it all the same, and PyPI has none.
    """
    yield from scope.choices.family
    needed = triton_platforms(scope, scope.cells_with(accelerator))
    of_its_kind = scope.catalogue.triton.get((scope.choices.torch, accelerator.kind))
    if of_its_kind and (of_its_kind in needed or of_its_kind.package != FROM_PYPI):
        yield of_its_kind.package
