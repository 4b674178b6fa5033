"""A CUDA build of torch for Linux requires NVIDIA's packages; a lock without them ends with a missing libcudart.

Old uvs lost them where extras or groups conflict, and where one extra stands for another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.facts import Kind
from wizard.doctor.families import routes, wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.locked import accelerator_locked, entries_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Locked, Project

LIBRARIES: Final = ("nvidia-", "cuda-")
SINCE: Final = Version("2.5.0")
"""From here no CUDA build brings the libraries itself."""
MACHINE: Final = "linux-x86_64"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield torches for CUDA which the lock has without any NVIDIA package, though a Linux machine gets them."""
    lacking = {accelerator_locked(catalogue, one): one for one in entries_of(project, "torch") if _lacks(one)}
    for torch in wanted(project, catalogue, "torch"):
        for route in routes(project, catalogue, torch):
            known = route.accelerator.kind is Kind.CUDA and route.accelerator in lacking
            if known and route.platform == MACHINE and not route.index.nightly:
                locked = lacking[route.accelerator]
                yield RULE.finding(torch.declared.place, torch=locked.version, index=route.index.name)


def _lacks(torch: Locked) -> bool:
    has = any(name.startswith(LIBRARIES) for name in torch.dependencies)
    return not has and Version(torch.version) >= SINCE and "+cu" in torch.version


RULE: Final = Rule(
    code="lock-torch-cuda-without-nvidia",
    severity=Severity.WARNING,
    link="https://github.com/astral-sh/uv/issues/14237",
    check=check,
)
