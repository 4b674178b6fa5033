"""System checks over the curated tables: a broken reference is found before it is served."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Error, register

from wizard.catalogue import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator


@register()
def check_shipped_tables(**_: Any) -> list[CheckMessage]:
    """Every slug another table names must exist."""
    return [*_unknown_platforms(), *_unknown_accelerators()]


def _unknown_platforms() -> Iterator[CheckMessage]:
    known = {row["slug"] for row in shipped.table("platforms.toml")["platforms"]}
    for row in shipped.table("accelerators.toml")["accelerators"]:
        for slug in set(row.get("nightly", "").split()) - known:
            yield Error(
                f"The nightlies of {row['slug']} name the platform {slug!r}, which platforms.toml does not have.",
                hint="Correct the slug or add the platform.",
                id="catalogue.E003",
            )
    for row in chain(shipped.rows("availability.csv"), shipped.rows("triton.csv")):
        for slug in set(row["platforms"].split()) - known:
            yield Error(
                f"torch {row['torch']} names the platform {slug!r}, which platforms.toml does not have.",
                hint="Correct the slug or add the platform.",
                id="catalogue.E001",
            )


def _unknown_accelerators() -> Iterator[CheckMessage]:
    known = {row["slug"] for row in shipped.table("accelerators.toml")["accelerators"]}
    for row in shipped.rows("availability.csv"):
        if row["accelerator"] not in known:
            yield Error(
                f"availability.csv names the accelerator {row['accelerator']!r}, which accelerators.toml lacks.",
                hint="Add one line to accelerators.toml.",
                id="catalogue.E002",
            )
