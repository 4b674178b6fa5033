"""On Windows PyPI's torch is for the CPU alone: ``torch.cuda.is_available()`` is ``False``, and nothing says why.

That is what most people want who write no source, so it is a finding only where something for Windows beside torch
needs an NVIDIA card.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.asking import asks
from wizard.doctor.beside import beside, is_named
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.indexing import PYPI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Declared, Project

WINDOWS: Final = "windows-x86_64"
FOR_WINDOWS: Final = "triton-windows"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find what needs a card on Windows beside a torch that cannot use one."""
    told: set[Declared] = set()
    for ask in asks(project, catalogue):
        if ask.platform == WINDOWS and ask.accelerator == PYPI:
            for line in beside(project, catalogue, ask):
                if _is_meant(project, line) and line not in told:
                    told.add(line)
                    yield RULE.finding(ask.line.place, package=line.name, selection=ask.selected.name)


def _is_meant(project: Project, line: Declared) -> bool:
    return line.name == FOR_WINDOWS or is_named(project, line, "win32") or is_named(project, line, "Windows")


RULE: Final = Rule(
    code="windows-cpu-by-default",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#using-a-pytorch-index",
    check=check,
)
