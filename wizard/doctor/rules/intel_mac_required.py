"""An Intel Mac that the file names, and a torch that has no wheel for it: the last one was 2.2.2, up to Python 3.12.

Under ``required-environments`` as under ``environments`` uv then refuses to lock, on every machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import minor
from wizard.catalogue.serving import build_of
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.unserved import unserved
from wizard.doctor.wheels import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

INTEL_MAC: Final = "macos-x86_64"


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find an Intel Mac that is named in vain."""
    for one in unserved(project, catalogue):
        if one.platform == INTEL_MAC:
            last = served(catalogue, (INTEL_MAC, "pypi"))[0]
            build = build_of(catalogue, (INTEL_MAC, "pypi"), "torch", last)
            pythons = build.pythons if build else ()
            yield RULE.finding(
                one.place,
                specifier=one.ask.specifier,
                requires=project.requires_python_text,
                last=last,
                python=max(pythons, key=minor, default=""),
            )


RULE: Final = Rule(
    code="intel-mac-required",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/resolution/#required-environments",
    check=check,
)
