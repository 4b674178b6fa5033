"""What every schema has in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
"""A whole address, ready for use elsewhere."""


class Said(BaseModel):
    """Something the API answers; later versions of v1 may add fields to it."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Asked(BaseModel):
    """Something the API is sent; what it does not know is refused rather than ignored."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="forbid")
