"""``requires-python`` lets a Python in for which no torch that is asked for has a wheel.

``uv lock`` succeeds, for it needs no wheel; ``uv sync`` on that Python fails. Where nothing else decides, uv takes
the newest Python there is: since 0.13.0 that is 3.15, which only the newest torch has wheels for. Where the range has
no end and the index has nothing newer at all, that is worth a note: every range without an end comes to that one day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import minor
from wizard.doctor.asking import pythons_of
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.pythons import is_beyond, is_open, place_of, refused, with_cap, with_floor, without_wheel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the Pythons that are let in and have no wheel; those that torch itself refuses are another rule's."""
    if project.requires_python is None:
        return
    no_torch = {python for python, _ in refused(project, catalogue)}
    found = {python: ask for python, ask in without_wheel(project, catalogue) if python not in no_torch}
    if found:
        fitting = [one for one in pythons_of(project) if one not in {*found, *no_torch}]
        mended = _mended(project.requires_python_text, tuple(found), fitting)
        asked = sorted(found.values(), key=lambda ask: is_beyond(catalogue, ask))  # what is an error is told first
        ask, is_note = asked[0], is_open(project) and is_beyond(catalogue, asked[0])
        yield RULE.finding(
            project.places[place_of(project)],
            severity=Severity.INFO if is_note else Severity.ERROR,
            fixable=bool(mended),
            requires=project.requires_python_text,
            pythons=tuple(found),
            specifier=ask.specifier,
            selection=ask.selected.name,
            accelerator=catalogue.accelerators[ask.accelerator].label,
            mended=mended,
        )


def _mended(text: str, gap: tuple[str, ...], fitting: list[str]) -> str:
    """Return the range without the Pythons at its ends; nothing where some lie within, or none would be left."""
    if not fitting:
        return ""
    first, last = minor(fitting[0]), minor(fitting[-1])
    if any(first < minor(python) < last for python in gap):
        return ""
    if minor(gap[0]) < first:
        text = with_floor(text, fitting[0])
    return with_cap(text, f"3.{last + 1}") if text and minor(gap[-1]) > last else text


def mend(draft: Draft, finding: Finding) -> None:
    """Write the range of the Pythons that have wheels."""
    draft.put(finding.place.path, finding.facts["mended"])


RULE: Final = Rule(
    code="python-no-wheel",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/config/#python-version-requirement",
    check=check,
    mend=mend,
)
