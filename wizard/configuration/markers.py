"""The shortest markers that tell the chosen machines apart (PEP 508)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from wizard.catalogue.facts import Platform

SYSTEMS: Final = ("linux", "win32", "darwin")


def marker_for(some: Collection[Platform], chosen: Collection[Platform]) -> str:
    """Return a marker true on ``some`` of the ``chosen`` machines and on no other of them.

    A whole operating system is named by ``sys_platform`` alone; ``platform_machine`` is added only where its
    chosen machines differ. All three operating systems need no marker.
    """
    parts: list[str] = []
    whole = 0
    for system in SYSTEMS:
        ours = [platform for platform in some if platform.sys_platform == system]
        all_chosen = [platform for platform in chosen if platform.sys_platform == system]
        if ours and len(ours) == len(all_chosen):
            whole += 1
            parts.append(f"sys_platform == '{system}'")
        else:
            parts.extend(platform.marker for platform in ours)
    if whole == len(SYSTEMS):
        return ""
    return " or ".join(f"({part})" if " and " in part and len(parts) > 1 else part for part in parts)
