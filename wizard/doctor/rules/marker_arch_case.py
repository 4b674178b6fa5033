"""A marker that spells a machine as another system does: Windows says ``AMD64`` where Linux says ``x86_64``.

Python reports what the system calls itself, and markers compare letter by letter: on 64-bit Intel and AMD that is
``x86_64`` on Linux and macOS, ``AMD64`` on Windows; on 64-bit ARM ``aarch64``, ``arm64`` and ``ARM64``. A source
that only says ``x86_64`` leaves Windows with PyPI's CPU build, without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from wizard.catalogue.facts import KNOWN_PYTHONS
from wizard.doctor.asking import machines_of
from wizard.doctor.conditions import holds, platforms_of
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.markings import comparisons, marked, rewritten
from wizard.doctor.wheels import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.markings import Compared, Marked
    from wizard.doctor.project import Project

INTEL: Final = frozenset({"x86_64", "amd64", "x64", "x86-64"})
ARM: Final = frozenset({"aarch64", "arm64"})
NAMED: Final = {
    "win32": ("'win32'", "'Windows'", "'nt'"),
    "linux": ("'linux'", "'Linux'"),
    "darwin": ("'darwin'", "'Darwin'"),
}
"""How a marker names an operating system."""


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find markers that would hold on more machines if these were spelled as Python spells them."""
    scope = {slug for slug, _ in machines_of(project, catalogue)}
    for one in marked(project, catalogue):
        if not _of_machines(one.text):
            continue
        holding = platforms_of(one.text, catalogue)
        missed = _meant(one.text, catalogue) - holding
        if holding:
            missed = frozenset(slug for slug in missed & scope if _matters(one, slug, project, catalogue))
        if missed:
            yield _finding(one, tuple(slug for slug in catalogue.platforms if slug in missed), catalogue)


def _finding(one: Marked, missed: tuple[str, ...], catalogue: Catalogue) -> Finding:
    never = not platforms_of(one.text, catalogue)
    spellings = tuple(dict.fromkeys(catalogue.platforms[slug].platform_machine for slug in missed))
    named = never or any(_names(one.text, catalogue.platforms[slug].sys_platform) for slug in missed)
    written = tuple(each.value for each in _of_machines(one.text))
    return RULE.finding(
        one.place,
        severity=Severity.ERROR if named else Severity.WARNING,
        owner=one.owner,
        is_source=one.is_source,
        never=never,
        written=written[0],
        spellings=spellings,
        machines=tuple(catalogue.platforms[slug].label for slug in missed),
    )


def _meant(text: str, catalogue: Catalogue) -> frozenset[str]:
    """Return where a marker would hold if every machine were spelled right."""
    return frozenset(
        slug
        for slug, platform in catalogue.platforms.items()
        if any(holds(_spelled_for(text, platform.platform_machine), platform, python) for python in KNOWN_PYTHONS)
    )


def _spelled_for(text: str, machine: str) -> str:
    same = INTEL if machine.lower() in INTEL else ARM
    return rewritten(text, lambda name, value: (name, machine if _is_one_of(name, value, same) else value))


def _is_one_of(name: str, value: str, machines_alike: frozenset[str]) -> bool:
    return name == "platform_machine" and value.lower() in machines_alike


def _of_machines(text: str) -> tuple[Compared, ...]:
    return tuple(each for each in comparisons(text) if each.name == "platform_machine")


def _matters(one: Marked, slug: str, project: Project, catalogue: Catalogue) -> bool:
    """Say whether somebody meant a machine that a marker misses.

    ``aarch64`` beside ``x86_64`` is how people write "Linux", and ``arm64`` alone how they write "a new Mac".
    """
    platform = catalogue.platforms[slug]
    if one.is_source and one.accelerator and not served(catalogue, (slug, one.accelerator)):
        return False
    if _is_led_otherwise(one, slug, project, catalogue):
        return False
    if _names(one.text, platform.sys_platform):
        return True
    is_silent = not any(_names(one.text, system) for system in NAMED)
    only_intel = all(each.value.lower() in INTEL for each in _of_machines(one.text))
    return one.is_source and is_silent and only_intel and platform.sys_platform == "win32"


def _is_led_otherwise(one: Marked, slug: str, project: Project, catalogue: Catalogue) -> bool:
    """Say whether another source serves a machine where this one does not; that of another extra or group does not."""
    sources = project.sources_of(one.owner) if one.is_source else ()
    beside = [other for other in sources if other.marker and other.selection in {"", one.selection}]
    return any(slug in platforms_of(other.marker, catalogue) for other in beside)


def _names(text: str, system: str) -> bool:
    return any(word in text.replace('"', "'") for word in NAMED[system])


def mend(draft: Draft, finding: Finding) -> None:
    """Spell the machine right; where the marker holds on other machines, add the spelling that is missing."""
    text, spellings = str(draft.value(finding.place.path)), cast("tuple[str, ...]", finding.facts["spellings"])
    if finding.facts["never"] and len(spellings) == 1:
        respelled = rewritten(text, lambda name, value: (name, _respelled(name, value, spellings[0])))
        draft.put(finding.place.path, respelled)
        return
    for compared in _of_machines(text):
        wider = " or ".join([compared.text, *(f"platform_machine == '{one}'" for one in spellings)])
        text = text.replace(compared.text, wider if compared.text == text else f"({wider})")
    draft.put(finding.place.path, text)


def _respelled(name: str, value: str, machine: str) -> str:
    same = INTEL if machine.lower() in INTEL else ARM
    return machine if _is_one_of(name, value, same) else value


RULE: Final = Rule(
    code="marker-arch-case",
    severity=Severity.ERROR,
    link="https://docs.python.org/3/library/platform.html#platform.machine",
    check=check,
    mend=mend,
    at_place=True,
)
