"""uv's ``macos`` is macOS 13, and torch needs macOS 14 since 2.12: ``uv pip compile`` steps back to 2.11, or fails.

Only ``tool.uv.pip.python-platform`` says so in a file; ``uv lock`` is for every macOS, and a Mac takes what it can.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.serving import build_of
from wizard.doctor.asking import admitted, asks
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.indexing import PYPI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

SETTING: Final = "pip.python-platform"
MACOS: Final = frozenset({"macos", "aarch64-apple-darwin"})
MAC: Final = "macos-arm64"
DEFAULT: Final = 13
"""What uv 0.13 means by ``macos``, unless ``MACOSX_DEPLOYMENT_TARGET`` says otherwise (``uv-configuration``)."""
NEEDED: Final = re.compile(r"-macosx_(?P<major>\d+)_")


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Find a target that is too old for the newest torch that is asked for."""
    setting = project.settings.get(SETTING)
    if setting is None or setting.value not in MACOS:
        return
    for ask in asks(project, catalogue):
        versions = admitted(ask.specifier, catalogue.newest_first)
        fitting = [one for one in versions if _needs(catalogue, one) <= DEFAULT]
        if ask.platform == MAC and ask.accelerator == PYPI and versions and versions[0] not in fitting:
            taken = max(fitting, key=Version, default="")
            yield RULE.finding(setting.place, newest=versions[0], taken=taken, macos=_needs(catalogue, versions[0]))
            return


def _needs(catalogue: Catalogue, torch: str) -> int:
    """Return the macOS that the wheels of a torch are for."""
    build = build_of(catalogue, (MAC, PYPI), "torch", torch)
    found = (NEEDED.search(name) for name in build.files.values()) if build else ()
    return max((int(one["major"]) for one in found if one), default=0)


RULE: Final = Rule(
    code="macos14",
    severity=Severity.INFO,
    link="https://docs.astral.sh/uv/reference/settings/#pip_python-platform",
    check=check,
)
