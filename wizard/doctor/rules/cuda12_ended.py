"""A CUDA 12 index for a torch that is only built for CUDA 13: no release after 2.14 has CUDA 12 wheels.

``uv lock`` fails. CUDA 13 wants an NVIDIA driver of 580 or newer and has no kernels for Maxwell, Pascal and Volta.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Kind
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.version_windows import CUDA_12, is_past_cuda_12, last_with, windows
from wizard.doctor.wheels import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Accelerator, Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find CUDA 12 indexes that are asked for what came after their end."""
    for window in windows(project, catalogue):
        if is_past_cuda_12(catalogue, window):
            newest, last = _newest(catalogue), last_with(catalogue, CUDA_12)
            yield RULE.finding(
                window.ask.line.place,
                specifier=window.ask.specifier,
                selection=window.ask.selected.name,
                accelerator=window.accelerator.label,
                until=window.versions[0],
                last=last,
                lasting=() if last in window.versions else _lasting(catalogue, window.ask.platform, last),
                newer=tuple(one.label for one in newest),
                driver=newest[0].driver_linux if newest else "",
            )


def _newest(catalogue: Catalogue) -> list[Accelerator]:
    return [
        one
        for slug, one in catalogue.accelerators.items()
        if one.kind is Kind.CUDA and served(catalogue, ("linux-x86_64", slug))[:1] == catalogue.newest_first[:1]
    ]


def _lasting(catalogue: Catalogue, platform: str, last: str) -> tuple[str, ...]:
    """Return the CUDA 12 indexes that have the last torch for a machine, where the one that is asked ended before."""
    return tuple(
        one.label
        for slug, one in catalogue.accelerators.items()
        if one.label.startswith(CUDA_12) and last in served(catalogue, (platform, slug))
    )


RULE: Final = Rule(
    code="cuda12-ended",
    severity=Severity.ERROR,
    link="https://github.com/pytorch/pytorch/blob/main/RELEASE.md#release-compatibility-matrix",
    check=check,
)
