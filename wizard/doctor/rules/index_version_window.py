"""A torch that its index does not have: every index of PyTorch begins with one release and ends with another.

``uv lock`` fails where the requirement and the index have nothing in common. Where the index has ended and the
requirement names neither a beginning nor an end within it, nothing fails, and nothing will ever be newer either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.facts import Kind
from wizard.doctor.asking import admitted, floor_of
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.version_windows import every_version, is_known_to_miss, is_past_cuda_12, windows
from wizard.doctor.wheels import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project
    from wizard.doctor.version_windows import Window


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find what is asked of an index in vain, and indexes that have ended unnoticed."""
    told: set[tuple[str, str]] = set()
    for window in windows(project, catalogue):
        key = (window.accelerator.slug, window.ask.selected.name)
        if key in told or is_past_cuda_12(catalogue, window):
            continue
        if is_known_to_miss(catalogue, window):
            told.add(key)
            yield _finding(window, catalogue, severity=Severity.ERROR, stuck=False)
        elif _is_stuck(catalogue, window):
            told.add(key)
            yield _finding(window, catalogue, severity=Severity.INFO, stuck=True)


def _is_stuck(catalogue: Catalogue, window: Window) -> bool:
    """Say whether an index ended below what a requirement admits, and the requirement does not know the index.

    A lower bound within the index is a choice that somebody made: what the wizard writes has one. That may be the very
    last version there, ``>=2.6.0`` of CUDA 12.4, and so nobody can tell whose bound it is: the doctor stays quiet.
    """
    if window.ask.package != "torch" or window.is_missed or window.accelerator.kind is Kind.CPU:
        return False
    floor, (until, *_) = floor_of(window.ask.specifier), window.versions
    newer = [one for one in admitted(window.ask.specifier, catalogue.newest_first) if Version(one) > Version(until)]
    return bool(newer) and (floor is None or floor < Version(window.versions[-1]))


def _finding(window: Window, catalogue: Catalogue, *, severity: Severity, stuck: bool) -> Finding:
    ask = window.ask
    return RULE.finding(
        ask.line.place,
        severity=severity,
        stuck=stuck,
        package=ask.package,
        specifier=ask.specifier,
        selection=ask.selected.name,
        accelerator=window.accelerator.label,
        since=window.versions[-1],
        until=window.versions[0],
        others=_others(window, catalogue),
        no_blackwell=window.accelerator.kind is Kind.CUDA and window.accelerator.label < "CUDA 12.8",
    )


def _others(window: Window, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the accelerators of the same kind that may have what is asked for, or what is newest."""
    ask = window.ask
    wanted = admitted(ask.specifier, every_version(catalogue, ask.package)) if window.is_missed else ()
    return tuple(
        one.label
        for slug, one in catalogue.accelerators.items()
        if one.kind is window.accelerator.kind
        and (found := served(catalogue, (ask.platform, slug), ask.package))
        and ({*wanted} & {*found} if wanted else found[0] == every_version(catalogue, ask.package)[0])
    )


RULE: Final = Rule(
    code="index-version-window",
    severity=Severity.ERROR,
    link="https://pytorch.org/get-started/previous-versions/",
    check=check,
)
