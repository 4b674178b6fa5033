"""torch requires one exact triton, built with it; an override puts another one in its place without a word.

uv then locks what torch refuses: ``torch.compile`` breaks when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.conditions import platforms_of
from wizard.doctor.families import lets_in, wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Declared, Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield overrides of a triton that let in none of the versions which the admitted torches require."""
    specifiers = [torch.specifier for torch in wanted(project, catalogue, "torch")]
    for declared in project.requirements:
        if declared.scope is Scope.OVERRIDE and specifiers and _is_somewhere(declared, catalogue):
            required = _required(catalogue, declared.name, specifiers)
            override = str(declared.requirement.specifier)
            if required and not any(lets_in(override, version) for version in required):
                yield RULE.finding(declared.place, package=declared.name, override=override, required=required[0])


def _is_somewhere(declared: Declared, catalogue: Catalogue) -> bool:
    """Say whether it holds on any machine: with a marker that never does, it only takes triton away."""
    return bool(platforms_of(str(declared.requirement.marker or ""), catalogue))


def _required(catalogue: Catalogue, package: str, specifiers: list[str]) -> list[str]:
    """Return the versions of a triton that the admitted torches require, those of the newest torch first."""
    admitted = [torch for torch in catalogue.newest_first if any(lets_in(one, torch) for one in specifiers)]
    return [
        triton.version
        for release in admitted
        for (torch, _), triton in catalogue.triton.items()
        if torch == release and triton.package == package
    ]


RULE: Final = Rule(
    code="override-triton",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/concepts/resolution/#dependency-overrides",
    check=check,
)
