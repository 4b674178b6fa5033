"""``requires-python`` begins below what torch requires: uv resolves for the whole range, and finds no torch there.

A bound that several releases satisfy makes uv lock an older one for the old Pythons, which is no fault. Where every
release asked for refuses the Python, ``uv lock`` fails on all machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import minor
from wizard.doctor.asking import pythons_of
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.pythons import place_of, refused, with_floor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find a range that begins with Pythons no torch asked for supports."""
    found = refused(project, catalogue) if project.requires_python else ()
    if found:
        pythons = tuple(python for python, _ in found)
        ask = found[0][1]
        above = [one for one in pythons_of(project) if minor(one) > minor(pythons[-1])]
        mended = with_floor(project.requires_python_text, above[0]) if above else ""
        yield RULE.finding(
            project.places[place_of(project)],
            fixable=bool(mended),
            requires=project.requires_python_text,
            pythons=pythons,
            specifier=ask.specifier,
            selection=ask.selected.name,
            mended=mended,
        )


def mend(draft: Draft, finding: Finding) -> None:
    """Let the range begin with the first Python that torch supports."""
    draft.put(finding.place.path, finding.facts["mended"])


RULE: Final = Rule(
    code="python-floor-too-low",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/config/#python-version-requirement",
    check=check,
    mend=mend,
)
