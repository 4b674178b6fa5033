"""Computers described so that a lock can be read for them: marker environment, wheel tags, uv's target triple."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.tags import interpreter_tags
from wizard.resolution.verdicts import Machine

if TYPE_CHECKING:
    from wizard.catalogue.facts import Platform

SYSTEMS: Final = {"linux": ("posix", "Linux"), "darwin": ("posix", "Darwin"), "win32": ("nt", "Windows")}
"""``sys_platform`` → ``os_name``, ``platform_system`` (PEP 508)."""


def machine(platform: Platform, python: str) -> Machine:
    """Return a computer of a platform with CPython ``3.12`` on it."""
    os_name, system = SYSTEMS[platform.sys_platform]
    environment = {
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
    return Machine(
        platform=platform.slug,
        python=python,
        triple=platform.python_platform,
        environment=environment,
        tags=tuple(interpreter_tags(platform.slug, python)),
    )
