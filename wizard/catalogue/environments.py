"""A machine with a Python on it, as markers see it (PEP 508)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wizard.catalogue.facts import Platform

SYSTEMS: Final = {"linux": ("posix", "Linux"), "darwin": ("posix", "Darwin"), "win32": ("nt", "Windows")}
"""``sys_platform`` → ``os_name``, ``platform_system``."""


def environment(platform: Platform, python: str) -> dict[str, str]:
    """Return the marker values of a platform with CPython ``3.12``, without an extra."""
    os_name, system = SYSTEMS[platform.sys_platform]
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": os_name,
        "platform_machine": platform.platform_machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": system,
        "platform_version": "",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": platform.sys_platform,
    }
