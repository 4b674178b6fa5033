"""What people noted of packages around torch, and the catalogue does not have."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).with_name("data") / "around_torch.toml"


@cache
def curated() -> dict[str, Any]:
    """Read the notes; the file says what each is."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
