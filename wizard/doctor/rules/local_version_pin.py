"""A local version in a requirement, ``torch==2.9.1+cpu``: one build and no other, on every machine.

Wheels for macOS carry no local version, and PyPI has none at all, so uv finds nothing there. The index decides which
build it is; ``torch==2.9.1`` takes ``2.9.1+cpu`` from PyTorch's CPU index and the plain build on a Mac.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.doctor.asking import OTHER_PLACES, UNKNOWN, asks
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.indexing import PYPI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.asking import Ask
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Declared, Project

LOCAL: Final = re.compile(r"(?P<exact>={2,3}\s*[^\s,;+)]+)\+[A-Za-z0-9._-]+")


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find local versions in requirements on torch's family."""
    for package in catalogue.packages:
        pinned = [line for line in project.requirements_on(package) if _local_of(line)]
        asked = asks(project, catalogue, package) if pinned else ()
        for line in pinned:
            mine = [ask for ask in asked if line in ask.lines]
            if mine:
                yield from _findings(line, mine, project, catalogue)


def _findings(line: Declared, asked: list[Ask], project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    lacking = [ask for ask in asked if _lacks(ask, _local_of(line), catalogue)]
    is_old_way = any(project.setting(key) for key in OTHER_PLACES)
    is_led = any(ask.source and ask.accelerator != UNKNOWN for ask in asked)
    if lacking or is_led:
        yield RULE.finding(
            line.place,
            severity=Severity.ERROR if lacking else Severity.WARNING,
            fixable=is_led and not is_old_way,
            package=line.name,
            specifier=str(line.requirement.specifier),
            local=_local_of(line),
            plain=LOCAL.sub(r"\g<exact>", str(line.requirement.specifier)),
            machines=tuple(dict.fromkeys(catalogue.platforms[ask.platform].label for ask in lacking)),
            on_pypi=any(ask.accelerator == PYPI for ask in lacking) and not is_led,
        )


def _lacks(ask: Ask, local: str, catalogue: Catalogue) -> bool:
    """Say whether a machine surely has no such build: no Mac has, nor has PyPI, and an index has but its own."""
    if catalogue.platforms[ask.platform].sys_platform == "darwin" or ask.accelerator == PYPI:
        return True
    return ask.accelerator not in {UNKNOWN, local}


def _local_of(line: Declared) -> str:
    """Return the local version a requirement names, if any."""
    return next((one.version.partition("+")[2] for one in line.requirement.specifier if "+" in one.version), "")


def mend(draft: Draft, finding: Finding) -> None:
    """Leave the local version to the index."""
    draft.put(finding.place.path, LOCAL.sub(r"\g<exact>", str(draft.value(finding.place.path))))


RULE: Final = Rule(
    code="local-version-pin",
    severity=Severity.WARNING,
    link="https://docs.astral.sh/uv/concepts/resolution/#local-version-identifiers",
    check=check,
    mend=mend,
    at_place=True,
)
