"""Markers of single machines, and what asks the three rules on machines without a wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.doctor.rules.asking import found_by
from wizard.doctor.rules import intel_mac_required, required_environment_no_wheel, win_arm64_unsupported

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding

RULES = (intel_mac_required.RULE, required_environment_no_wheel.RULE, win_arm64_unsupported.RULE)
INTEL_MAC = "sys_platform == 'darwin' and platform_machine == 'x86_64'"
WINDOWS_ARM = "sys_platform == 'win32' and platform_machine == 'ARM64'"
LINUX_ARM = "sys_platform == 'linux' and platform_machine == 'aarch64'"
LINUX = "sys_platform == 'linux' and platform_machine == 'x86_64'"
MAC = "sys_platform == 'darwin' and platform_machine == 'arm64'"


def required(marker: str) -> str:
    """Return the setting that names one machine."""
    return f'required-environments = ["{marker}"]'


def found_in(text: str, catalogue: Catalogue) -> list[Finding]:
    """Return what the three rules find: a machine is the business of one of them alone."""
    return [one for rule in RULES for one in found_by(rule, text, catalogue)]
