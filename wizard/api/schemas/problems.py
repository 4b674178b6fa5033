"""What went wrong, in the one shape every error has (RFC 9457)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from wizard.api.schemas.base import Said


class Notice(Said):
    """A part of what was asked that cannot be kept to, or a reason why nothing can be given."""

    code: str = Field(examples=["unknown-accelerator"])
    sentence: str
    facts: dict[str, Any] = Field(description="What the sentence is made of; which keys there are depends on the code.")


class Fault(Said):
    """A field that is not as the schema says."""

    where: list[str | int] = Field(description="The way to the field.", examples=[["query", "limit"]])
    sentence: str


class Problem(Said):
    """What is wrong and what to do about it; members that say nothing are left out."""

    type: str = Field(
        description="Names the kind of problem, and leads to where it is explained.",
        json_schema_extra={"format": "uri-reference"},
    )
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str = Field(description="The path that was asked for.")
    notices: list[Notice] | None = Field(None, description="Why a configuration is refused, one by one.")
    instead: str | None = Field(None, description="The link the wizard's page would fall back to.")
    errors: list[Fault] | None = Field(None, description="The fields that are not as the schema says.")
    line: int | None = Field(None, description="Where a file is broken.")
    column: int | None = Field(None, description="Where a file is broken.")
