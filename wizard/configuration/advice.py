"""What a person should know about a configuration, as codes and facts; templates hold the sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.version import Version

from wizard.catalogue.facts import Channel, Kind, Status
from wizard.catalogue.hardware import built_for
from wizard.catalogue.serving import releases_on, status_of, triton_of
from wizard.choices.choices import Bound, Environments, Layout, PythonCap
from wizard.configuration.requirements import family
from wizard.configuration.values import Advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Accelerator
    from wizard.catalogue.forks import Span
    from wizard.catalogue.taking import Reach
    from wizard.configuration.scope import Scope

FIRST_MACOS_14 = Version("2.12.0")


def advise(scope: Scope, span: Span, reached: Reach) -> tuple[Advice, ...]:
    """Return all advice, the gravest first."""
    return (
        *_blocked(scope, span, reached),
        *_plain(scope, span, reached),
        *_moving(scope),
        *_partly_known(scope),
        *_open_end(scope, span, reached),
        *_moves_on(scope),
        *_drivers(scope),
        *_pypi_default(scope),
        *_stays(scope),
        *_machines(scope),
        *_layout(scope),
    )


def _advice(code: str, severity: str, **facts: object) -> Advice:
    return Advice(code=code, severity=severity, facts=facts)


def _blocked(scope: Scope, span: Span, reached: Reach) -> Iterator[Advice]:
    if span.floor not in reached.pythons:
        yield _advice("no-python", "blocked", python=span.floor, torch=scope.choices.torch)


def _plain(scope: Scope, span: Span, reached: Reach) -> Iterator[Advice]:
    """Say where ``uv add`` alone does it: no index, no source, nothing else that ``[tool.uv]`` would have to say."""
    routed = any(accelerator.index for accelerator in scope.accelerators) or scope.pypi
    narrowed = reached.required or scope.choices.environments is Environments.CHOSEN
    if span.floor in reached.pythons and not (routed or narrowed or scope.choices.default):
        named = scope.choices.bound is Bound.MINIMUM
        words = (one.package if named else f'"{one}"' for one in family(scope))
        yield _advice("plain-add", "note", command=f"uv add {' '.join(words)}", requires_python=span.specifier)


def _moving(scope: Scope) -> Iterator[Advice]:
    if scope.choices.channel is Channel.NIGHTLY:
        yield _advice("moving", "warning")


def _partly_known(scope: Scope) -> Iterator[Advice]:
    for accelerator in scope.accelerators:
        for cell in scope.cells_with(accelerator):
            if status_of(scope.catalogue, cell, scope.choices.torch) is Status.PARTIAL:
                yield _advice("partly-known", "warning", accelerator=accelerator.slug, torch=scope.choices.torch)
                break


def _open_end(scope: Scope, span: Span, reached: Reach) -> Iterator[Advice]:
    if scope.choices.python_cap is PythonCap.NONE:
        missing = [python for python in span.pythons if python not in reached.pythons]
        if missing:
            yield _advice("open-python", "warning", pythons=tuple(missing))


def _moves_on(scope: Scope) -> Iterator[Advice]:
    """Say where a lower bound lets the machines drift apart, because one index stopped and another did not."""
    if scope.choices.bound is not Bound.MINIMUM or len(scope.accelerators) == 1:
        return
    newest = {accelerator.slug: _newest(scope, accelerator) for accelerator in scope.accelerators}
    if len(set(newest.values())) > 1:
        yield _advice("versions-drift", "note", newest=newest, torch=scope.choices.torch)


def _newest(scope: Scope, accelerator: Accelerator) -> str:
    """Return the newest release all of an accelerator's machines have; the chosen one, at the least."""
    cells = scope.cells_with(accelerator)
    shared = set.intersection(*(set(releases_on(scope.catalogue, cell)) for cell in cells))
    return max(shared, key=Version)


def _drivers(scope: Scope) -> Iterator[Advice]:
    for accelerator in scope.accelerators:
        if accelerator.kind is Kind.CUDA:
            platforms = frozenset(platform for platform, _ in scope.cells_with(accelerator))
            since, until = built_for(accelerator.slug, platforms, scope.choices.torch) or ("", "")
            yield _advice(
                "driver",
                "note",
                accelerator=accelerator.slug,
                linux=accelerator.driver_linux if any(p.startswith("linux") for p in platforms) else "",
                windows=accelerator.driver_windows if any(p.startswith("windows") for p in platforms) else "",
                since=since,
                until=until,
            )


def _pypi_default(scope: Scope) -> Iterator[Advice]:
    torch = scope.choices.torch
    for platform, slug in scope.choices.cells:
        if slug != "pypi" or platform.startswith("macos"):
            continue
        cuda = scope.catalogue.releases[torch].pypi_cuda.get(platform, "")
        if cuda:
            driver = next(
                (a.driver_linux for a in scope.catalogue.accelerators.values() if a.label == f"CUDA {cuda}"), ""
            )
            yield _advice("pypi-cuda", "note", platform=platform, torch=torch, cuda=cuda, driver=driver)
        else:
            yield _advice("pypi-cpu", "note", platform=platform, torch=torch)


def _stays(scope: Scope) -> Iterator[Advice]:
    """Say where a lower bound cannot move, because later releases require triton under another name."""
    if scope.choices.bound is not Bound.MINIMUM:
        return
    for cell in scope.choices.cells:
        mine = triton_of(scope.catalogue, cell, scope.choices.torch)
        every = (triton_of(scope.catalogue, cell, torch) for torch in scope.catalogue.newest_first)
        newest = next(filter(None, every), None)
        if mine and newest and mine.package != newest.package:
            yield _advice("triton-renamed", "note", accelerator=cell[1], package=mine.package, later=newest.package)
            return


def _machines(scope: Scope) -> Iterator[Advice]:
    torch = Version(scope.choices.torch)
    if "macos-arm64" in scope.choices.accelerators and torch >= FIRST_MACOS_14:
        yield _advice("macos-14", "note", torch=scope.choices.torch)
    if "macos-x86_64" in scope.choices.accelerators:
        yield _advice("intel-mac", "warning", torch=scope.choices.torch)


def _layout(scope: Scope) -> Iterator[Advice]:
    layout = scope.choices.layout
    if layout is Layout.EXTRAS:
        yield _advice("extras-not-sticky", "note", names=tuple(found.name for found in scope.accelerators))
    elif layout is Layout.GROUPS and not scope.choices.default:
        yield _advice("no-default-group", "note", names=tuple(found.name for found in scope.accelerators))
    elif layout.pins:
        yield _advice("old-layout", "warning", layout=layout)
