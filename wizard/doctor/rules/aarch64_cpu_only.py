"""On Linux ARM64 PyPI's torch was for the CPU alone until 2.10: a Grace Hopper computes without its card.

From 2.11 on PyPI's build brings CUDA there, too. It is a finding only where something for that machine beside torch
needs an NVIDIA card.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.asking import admitted, asks
from wizard.doctor.beside import beside, is_named
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.indexing import PYPI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.asking import Ask
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Declared, Project

ARM: Final = "linux-aarch64"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find what needs a card on Linux ARM64 beside a torch that cannot use one."""
    told: set[Declared] = set()
    for ask in asks(project, catalogue):
        if ask.platform == ARM and ask.accelerator == PYPI and _is_for_the_cpu(ask, catalogue):
            for line in beside(project, catalogue, ask):
                if is_named(project, line, "aarch64") and line not in told:
                    told.add(line)
                    yield RULE.finding(
                        ask.line.place,
                        package=line.name,
                        selection=ask.selected.name,
                        specifier=ask.specifier,
                        since=_first_with_cuda(catalogue),
                    )


def _is_for_the_cpu(ask: Ask, catalogue: Catalogue) -> bool:
    versions = admitted(ask.specifier, catalogue.newest_first)
    return bool(versions) and not any(catalogue.releases[torch].pypi_cuda.get(ARM) for torch in versions)


def _first_with_cuda(catalogue: Catalogue) -> str:
    with_cuda = (torch for torch in reversed(catalogue.newest_first) if catalogue.releases[torch].pypi_cuda.get(ARM))
    return next(with_cuda, "")


RULE: Final = Rule(
    code="aarch64-cpu-only",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#installing-pytorch",
    check=check,
)
