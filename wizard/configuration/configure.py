"""``configure()``: choices and the catalogue give one configuration."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from wizard.catalogue.nightly import seen_through
from wizard.choices.choices import Environments, Layout
from wizard.choices.grammar import encode
from wizard.configuration import requirements, routing
from wizard.configuration.advice import advise
from wizard.configuration.features import features_of
from wizard.configuration.minimum_uv import minimum_uv
from wizard.configuration.outcomes import machine_lines, outcomes
from wizard.configuration.pinning import pinned
from wizard.configuration.scope import Scope
from wizard.configuration.span import span_of
from wizard.configuration.values import Configuration, Install

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.taking import Reach
    from wizard.choices.choices import Choices
    from wizard.configuration.values import Requirement


def configure(choices: Choices, catalogue: Catalogue, *, mirror: str = "", pypi: str = "") -> Configuration:
    """Turn choices into the configuration they imply; ``mirror`` and ``pypi`` stand for PyTorch's indexes and PyPI."""
    catalogue = seen_through(catalogue, choices.channel)
    span, reached = span_of(choices, catalogue)
    scope = Scope(choices=choices, catalogue=catalogue, span=span, mirror=mirror, pypi=pypi)
    named = not choices.layout.pins
    return Configuration(
        choices=choices,
        link=encode(choices),
        revision=catalogue.revision,
        mirrored=bool(mirror),
        pypi=pypi,
        requires_python=span.specifier,
        pythons=reached.pythons,
        dependencies=_dependencies(scope),
        extras=_selections(scope) if choices.layout is Layout.EXTRAS else {},
        groups=_selections(scope) if choices.layout is Layout.GROUPS else {},
        conflicts=routing.conflicts(scope),
        default_groups=(catalogue.accelerators[choices.default].name,) if choices.default else (),
        environments=_environments(scope),
        required_environments=_required_environments(scope, reached),
        sources=routing.sources(scope) if named else {},
        indexes=routing.indexes(scope) if named else (),
        legacy=routing.legacy(scope),
        pinned=pinned(scope),
        installs=tuple(_installs(scope)),
        minimum_uv=minimum_uv(features_of(scope, span, reached)),
        advice=advise(scope, span, reached),
        foresee=cache(lambda: machine_lines(outcomes(choices, catalogue))),
    )


def _dependencies(scope: Scope) -> tuple[Requirement, ...]:
    if scope.choices.layout.selects:
        return ()
    triton = requirements.triton(scope, scope.choices.cells)
    if scope.choices.layout.pins:
        return (*requirements.pinned(scope), *triton)
    return (*requirements.family(scope), *triton)


def _selections(scope: Scope) -> Mapping[str, tuple[Requirement, ...]]:
    family = requirements.family(scope)
    return {
        accelerator.name: (*family, *requirements.triton(scope, scope.cells_named(accelerator)))
        for accelerator in scope.accelerators
    }


def _environments(scope: Scope) -> tuple[str, ...]:
    if scope.choices.environments is Environments.ANY:
        return ()
    return tuple(platform.marker for platform in scope.platforms)


def _required_environments(scope: Scope, reached: Reach) -> tuple[str, ...]:
    return tuple(platform.marker for platform in scope.platforms if platform.slug in reached.required)


def _installs(scope: Scope) -> Iterator[Install]:
    for platform, slug in scope.choices.cells:
        accelerator = scope.catalogue.accelerators[slug]
        yield Install(
            platform=scope.catalogue.platforms[platform],
            accelerator=accelerator,
            selection=accelerator.name if scope.choices.layout.selects else "",
            url=scope.url_of(accelerator) if accelerator.index else "",
            requirements=requirements.family(scope),
        )
