"""The uv and the interpreters this computer has."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.resolution.running import Uv

if TYPE_CHECKING:
    from collections.abc import Iterable
    from threading import Event

PYTHONS: Final = tuple(f"python3.{minor}" for minor in range(15, 7, -1))


def uv_at_hand(
    *, cache: Path, timeout: float, cancelled: Event, program: Path | None = None, pythons: Iterable[Path] = ()
) -> Uv:
    """Return the uv beside this Python, else the one on the path, or ``program``.

    It may use every interpreter found, and ``pythons`` where none of those fits.
    """
    beside = Path(sys.executable).with_name("uv")
    found = program or (beside if beside.exists() else Path(shutil.which("uv") or "uv"))
    return Uv(
        program=found, interpreters=(*interpreters(), *pythons), cache=cache, timeout=timeout, cancelled=cancelled
    )


def interpreters() -> tuple[Path, ...]:
    """Return this Python, its siblings as pyenv and uv lay them out, and what the path names."""
    home = Path(sys.base_prefix)
    siblings = sorted(home.parent.glob("*3.*/bin/python"), reverse=True) if home.name != "usr" else []
    on_path = filter(None, map(shutil.which, PYTHONS))
    return tuple(dict.fromkeys([Path(sys.executable), *siblings, *map(Path, on_path)]))
