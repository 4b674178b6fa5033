"""An Intel XPU build of torch requires a triton that only PyTorch's index has.

The index is explicit, so uv may not look there for a package without a source, and PyPI has none: uv refuses, or goes
back to a torch so old that it needed none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Kind
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.tritons import mend_missing, unrouted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield every requirement on torch whose XPU triton is not required, or has no source."""
    for place, facts in unrouted(project, catalogue, Kind.XPU):
        yield RULE.finding(place, **facts)


RULE: Final = Rule(
    code="xpu-missing-triton",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/",
    check=check,
    mend=mend_missing,
)
