"""Where the tables and lists stand that are read, asked about and mended."""

from __future__ import annotations

from typing import Final

UV: Final = ("tool", "uv")
SOURCES: Final = (*UV, "sources")
INDEXES: Final = (*UV, "index")
CONFLICTS: Final = (*UV, "conflicts")
DEFAULT_GROUPS: Final = (*UV, "default-groups")
EXTRAS: Final = ("project", "optional-dependencies")
GROUPS: Final = ("dependency-groups",)
