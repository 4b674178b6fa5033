"""A marker that compares with a word no Python ever says: ``sys_platform == 'windows'`` holds nowhere.

uv takes it without a word, and the machine that was meant falls through to PyPI, or to nothing at all.
What each variable may say stands in PEP 508 and in the documentation of Python's ``sys`` and ``platform``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.markings import comparisons, marked, rewrite_marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

LINUX: Final = frozenset({"linux", "linux2"})
WINDOWS: Final = frozenset({"windows", "win", "win32", "win64", "nt"})
MACOS: Final = frozenset({"darwin", "macos", "macosx", "mac", "osx"})
SPELLED: Final = {
    "sys_platform": ((LINUX, "linux"), (WINDOWS, "win32"), (MACOS, "darwin")),
    "platform_system": ((LINUX, "Linux"), (WINDOWS, "Windows"), (MACOS, "Darwin")),
    "os_name": ((WINDOWS, "nt"), (LINUX | MACOS, "posix")),
}
"""By variable: what people write, in lower case, and what Python says there."""


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find comparisons with words that the variable never has."""
    for one in marked(project, catalogue):
        wrong = [found for found in comparisons(one.text) if _meant(found.name, found.value) != found.value]
        if wrong:
            first = wrong[0]
            yield RULE.finding(
                one.place,
                owner=one.owner,
                comparison=first.text.replace('"', "'"),
                name=first.name,
                said=_meant(first.name, first.value),
                always="!=" in first.text,
            )


def mend(draft: Draft, finding: Finding) -> None:
    """Write what Python says."""
    rewrite_marker(draft, finding, lambda name, value: (name, _meant(name, value)))


def _meant(name: str, value: str) -> str:
    """Return what a variable says where the value's machine is meant, else the value."""
    known = SPELLED.get(name, ())
    return next((said for words, said in known if value.lower() in words), value)


RULE: Final = Rule(
    code="never-true-marker",
    severity=Severity.ERROR,
    link="https://peps.python.org/pep-0508/#environment-markers",
    check=check,
    mend=mend,
    at_place=True,
)
