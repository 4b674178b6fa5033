"""An index's address must be that of the index: with https, without a package, and spelled as PyTorch spells it.

An address that is not there answers nothing, and uv says that there is no torch. A slash at the end does no harm.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.hosts import PYTORCH, host_of
from wizard.doctor.indexing import accelerator_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

CUDA: Final = re.compile(r"cu(?:da)?[-_.]?(?P<major>\d\d)[-_.]?(?P<minor>\d)")
ROCM: Final = re.compile(r"rocm[-_.]?(?P<major>\d)[-_.]?(?P<minor>\d)")


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the addresses at PyTorch's host that lead nowhere or are not safe, and what they should be."""
    for index in project.indexes:
        if host_of(index.url) != PYTORCH or index.format != "simple":
            continue
        problems, meant = _corrected(index.url, catalogue)
        if problems:
            place = project.places[(*index.place.path, "url")]
            severity = Severity.WARNING if problems == ["http"] else Severity.ERROR
            yield RULE.finding(place, severity=severity, problem=problems[0], url=index.url, meant=meant)


def _corrected(url: str, catalogue: Catalogue) -> tuple[list[str], str]:
    """Return what is wrong with an address, the gravest first, and the address without all that."""
    parts, problems = urlsplit(url), []
    above, _, last = parts.path.rstrip("/").rpartition("/")
    slug = _slug(last)
    if last in catalogue.packages and accelerator_of(above, catalogue)[0]:
        problems.append("package")
        parts = parts._replace(path=above)
    elif slug in catalogue.accelerators and slug != last:
        problems.append("spelling")
        parts = parts._replace(path=f"{above}/{slug}")
    if parts.scheme == "http":
        problems.append("http")
        parts = parts._replace(scheme="https")
    return problems, urlunsplit(parts)


def _slug(word: str) -> str:
    """Return the accelerator a word of an address means, as PyTorch spells it."""
    if found := CUDA.fullmatch(word):
        return f"cu{found['major']}{found['minor']}"
    if found := ROCM.fullmatch(word):
        return f"rocm{found['major']}.{found['minor']}"
    return ""


def mend(draft: Draft, finding: Finding) -> None:
    """Write the address as it should be."""
    draft.put(finding.place.path, finding.facts["meant"])


RULE: Final = Rule(
    code="index-address",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#using-a-pytorch-index",
    check=check,
    mend=mend,
)
