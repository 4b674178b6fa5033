"""flash-attn and a few others import torch while they are built, but do not say that they need it.

uv builds in an environment of its own, without torch: ``ModuleNotFoundError: No module named 'torch'``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packaging.utils import canonicalize_name

from wizard.doctor.curated import curated
from wizard.doctor.families import falls_to_pypi, wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.project import INSTALLING
from wizard.doctor.tables import UV

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

SETTING: Final = "extra-build-dependencies"
BY_PACKAGE: Final = ("no-build-isolation-package", "no-build-package", SETTING)
FOR_ALL: Final = ("no-build-isolation", "no-build")


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield such packages where nothing gives their build a torch, and nothing says where wheels are."""
    if not falls_to_pypi(project) or any(project.setting(key) for key in FOR_ALL):
        return
    settled = {name for key in BY_PACKAGE for name in _names(project.setting(key))}
    names = {*curated()["builds"]["names"]} - settled
    for declared in project.requirements:
        known = declared.name in names and declared.scope in INSTALLING
        if known and not declared.requirement.url and not project.sources_of(declared.name):
            has_torch = bool(wanted(project, catalogue, "torch"))
            yield RULE.finding(declared.place, fixable=has_torch, package=declared.name, has_torch=has_torch)


def _names(setting: object) -> set[str]:
    """Return the packages a setting lists, or has as keys."""
    listed = setting if isinstance(setting, (list, dict)) else ()
    return {canonicalize_name(str(name)) for name in listed}


def mend(draft: Draft, finding: Finding) -> None:
    """Tell uv to build it with the torch it will run with."""
    path = (*UV, SETTING, str(finding.facts["package"]))
    draft.put(path, [{"requirement": "torch", "match-runtime": True}])


RULE: Final = Rule(
    code="flash-attn-no-build-deps",
    severity=Severity.ERROR,
    link="https://docs.astral.sh/uv/concepts/projects/config/#augmenting-build-dependencies",
    check=check,
    mend=mend,
)
