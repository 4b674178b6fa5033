"""A CUDA 12 build for a Jetson: Thor (sm_110) has no kernels before CUDA 13, and Orin has none on PyTorch's indexes.

Markers tell Linux ARM64, and not which of NVIDIA's machines it is; somebody who writes ``tegra`` means a Jetson.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Kind
from wizard.doctor.cards import led
from wizard.doctor.findings import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

CUDA_13: Final = "CUDA 13"
TEGRA: Final = "'tegra' in"
"""What ``platform_release`` says on a Jetson."""


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find torch from a CUDA 12 index for a machine that may be a Jetson."""
    for one in led(project, catalogue):
        is_old = one.accelerator.kind is Kind.CUDA and one.accelerator.label < CUDA_13
        if is_old and one.source.package == "torch" and TEGRA in one.source.marker.replace('"', "'"):
            yield RULE.finding(one.source.place, accelerator=one.accelerator.label)


RULE: Final = Rule(
    code="aarch64-cu12",
    severity=Severity.INFO,
    link="https://developer.nvidia.com/cuda-gpus",
    check=check,
)
