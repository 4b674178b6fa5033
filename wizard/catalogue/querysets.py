"""The catalogue's questions to the database, in the domain's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from wizard.catalogue.models import Wheel

COLUMNS = (
    "package",
    "version",
    "build_tag",
    "python_tag",
    "abi_tag",
    "platform_tag",
    "size_bytes",
    "listed_from_root",
    "evidence",
)


class WheelQuerySet(models.QuerySet["Wheel"]):
    """Questions about observed wheels."""

    def published(self) -> WheelQuerySet:
        """Only what is still there: a removed file must not be offered."""
        return self.filter(removed=False)

    def rows(self) -> models.QuerySet[Wheel, tuple[Any, ...]]:
        """Rows of plain values, index slug first: sixteen thousand model instances would cost a second."""
        return self.order_by("id").values_list("index__slug", *COLUMNS)
