"""``extra`` inside a source's marker does not choose by extra: uv takes the same index whichever extra is installed.

What uv itself proposes where such markers overlap, ``extra != 'a' and extra == 'b'``, locks and is as wrong.
The key ``extra``, with conflicts, is what works.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import Scope, Selection
from wizard.doctor.scoping import stands_in
from wizard.doctor.values import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project, SourceEntry

ASKS: Final = re.compile(r"""\bextra\s*[!=]=|[!=]=\s*extra\b""")
IS: Final = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
IS_NOT: Final = re.compile(r"""extra\s*!=\s*['"][^'"]+['"]""")


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find the markers that ask for an extra; one package's can be mended together or not at all."""
    for package in dict.fromkeys(source.package for source in project.sources):
        asking = [source for source in project.sources_of(package) if ASKS.search(source.marker)]
        meant = [_meant(project, source) for source in asking]
        for source, (extra, rest) in zip(asking, meant, strict=True):
            place = project.places[(*source.place.path, "marker")]
            clear = all(one for one, _ in meant)
            yield RULE.finding(place, fixable=clear, package=package, marker=source.marker, extra=extra, rest=rest)


def _meant(project: Project, source: SourceEntry) -> tuple[str, str]:
    """Return the extra a marker is for and what else it says; no extra where that cannot be told."""
    terms = re.split(r"\s+and\s+", source.marker.strip())
    extras = [found[1] for term in terms if (found := IS.fullmatch(term))]
    rest = " and ".join(term for term in terms if not IS.fullmatch(term) and not IS_NOT.fullmatch(term))
    listing = {stands_in(one) for one in project.requirements_on(source.package)}
    is_clear = len(extras) == 1 and not ASKS.search(rest) and not re.search(r"\bor\b|\(", source.marker)
    if is_clear and not source.selection and Selection(Scope.EXTRA, name(extras[0])) in listing:
        return extras[0], rest
    return "", ""


def mend(draft: Draft, finding: Finding) -> None:
    """Say it with the key ``extra``."""
    path = finding.place.path
    draft.put((*path[:-1], "extra"), finding.facts["extra"])
    if finding.facts["rest"]:
        draft.put(path, finding.facts["rest"])
    else:
        draft.remove(path)


RULE: Final = Rule(
    code="extra-in-source-marker",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/guides/integration/pytorch/#configuring-accelerators-with-optional-dependencies",
    check=check,
    mend=mend,
)
