"""PyPI's torch on Linux has been for CUDA 13 since 2.11, which wants a driver of 580 or newer and a Turing card.

Older drivers fall back to the CPU, or stop with "The NVIDIA driver on your system is too old". Nearly every project
takes that build, so it is a finding only where a package beside torch is for an older CUDA.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.asking import admitted, asks
from wizard.doctor.beside import beside, cuda_of
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.indexing import PYPI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.asking import Ask
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Declared, Project

LINUX: Final = "linux-x86_64"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find packages for an older CUDA than the torch that PyPI gives Linux."""
    told: set[Declared] = set()
    for ask in asks(project, catalogue):
        cuda = _cuda_of(ask, catalogue) if ask.platform == LINUX and ask.accelerator == PYPI else ""
        for line in beside(project, catalogue, ask) if cuda else ():
            theirs = cuda_of(line.name)
            if theirs and int(theirs) < int(cuda.split(".")[0]) and line not in told:
                told.add(line)
                yield RULE.finding(
                    ask.line.place,
                    package=line.name,
                    specifier=ask.specifier,
                    cuda=cuda,
                    theirs=theirs,
                    driver=_driver_for(cuda, catalogue),
                    last=_last_with(theirs, catalogue),
                )


def _cuda_of(ask: Ask, catalogue: Catalogue) -> str:
    """Return the CUDA of the newest torch that is let in: the one uv takes."""
    versions = (torch for torch in admitted(ask.specifier, catalogue.newest_first) if _admits(catalogue, torch, ask))
    newest = next(versions, "")
    return catalogue.releases[newest].pypi_cuda.get(LINUX, "") if newest else ""


def _admits(catalogue: Catalogue, torch: str, ask: Ask) -> bool:
    return catalogue.releases[torch].admits(ask.python)


def _driver_for(cuda: str, catalogue: Catalogue) -> str:
    return next((one.driver_linux for one in catalogue.accelerators.values() if one.label == f"CUDA {cuda}"), "")


def _last_with(major: str, catalogue: Catalogue) -> str:
    """Return PyPI's newest torch for a major version of CUDA."""
    cudas = ((torch, catalogue.releases[torch].pypi_cuda.get(LINUX, "")) for torch in catalogue.newest_first)
    return next((torch for torch, cuda in cudas if cuda.startswith(f"{major}.")), "")


RULE: Final = Rule(
    code="pypi-cuda13",
    severity=Severity.INFO,
    link="https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/",
    check=check,
)
