"""The matrix for programs: the same rows as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from wizard.catalogue.remembering import per_catalogue
from wizard.choices.matrix import link, rows
from wizard.web.matrix_page import FAMILY, WORDS

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.choices.filters import Filter
    from wizard.choices.matrix import Row

COLUMNS: Final = (
    "torch",
    "accelerator",
    "platform",
    "status",
    "pythons",
    "version",
    "size_min",
    "size_max",
    *FAMILY,
    "pypi_cuda",
    "link",
)
Value = str | int | list[str] | None


@per_catalogue(64)
def as_json(catalogue: Catalogue, wanted: Filter) -> bytes:
    """Write an array with one object per row; what is not known is ``null``."""
    found = [_object(row, catalogue, wanted) for row in rows(catalogue, wanted)]
    lines = ",\n".join(json.dumps(one) for one in found)
    return f"[\n{lines}\n]\n".encode()


@per_catalogue(64)
def as_csv(catalogue: Catalogue, wanted: Filter) -> bytes:
    """Write a line per row; what is not known is empty, and Pythons are separated by spaces."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows(catalogue, wanted):
        found = _object(row, catalogue, wanted)
        writer.writerow({**found, "pythons": " ".join(row.pythons)})
    return text.getvalue().encode()


def _object(row: Row, catalogue: Catalogue, wanted: Filter) -> dict[str, Value]:
    values = {
        "torch": row.torch,
        "accelerator": row.accelerator,
        "platform": row.platform,
        "status": WORDS[row.status].replace(" ", "-"),
        "pythons": list(row.pythons),
        "version": row.version or None,
        "size_min": min(row.sizes, default=None),
        "size_max": max(row.sizes, default=None),
        **{package: row.pairs.get(package) for package in FAMILY},
        "pypi_cuda": row.pypi_cuda or None,
        "link": f"?{link(catalogue, (row,), wanted.python)}" if row.offered else None,
    }
    return {column: values[column] for column in COLUMNS}
