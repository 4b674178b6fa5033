"""The package is called torch: ``pytorch`` is another one, and ``torch[cu128]`` asks for an extra nobody has.

PyPI's ``pytorch`` is there to say so and cannot be installed. An unknown extra is a warning that scrolls away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.curated import curated
from wizard.doctor.families import falls_to_pypi
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import INSTALLING
from wizard.doctor.rewriting import put_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Declared, Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield requirements under names that are not torch's, and extras of torch that name accelerators."""
    names = curated()["names"]
    for declared in project.requirements:
        if declared.scope not in INSTALLING or declared.requirement.url:
            continue
        unrouted = falls_to_pypi(project) and not project.sources_of(declared.name)
        if declared.name in names and unrouted:
            yield RULE.finding(declared.place, name=declared.name, right=names[declared.name], extra="")
        elif declared.name in catalogue.packages and (extra := _accelerators(declared, catalogue)):
            yield RULE.finding(
                declared.place, severity=Severity.WARNING, name=declared.name, right=declared.name, extra=extra
            )


def _accelerators(declared: Declared, catalogue: Catalogue) -> str:
    """Return the extras that name an accelerator, where torch is asked for no other ones."""
    known = {*curated()["hardware"]["names"], *(one.name for one in catalogue.accelerators.values())}
    extras = {extra.lower() for extra in declared.requirement.extras}
    return ",".join(sorted(extras)) if extras <= known else ""


def mend(draft: Draft, finding: Finding) -> None:
    """Write the name that is meant."""
    put_name(draft, finding.place.path, str(finding.facts["right"]))


RULE: Final = Rule(
    code="wrong-package-name",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/",
    check=check,
    mend=mend,
    at_place=True,
)
