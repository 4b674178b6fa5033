"""Project files as tests write them, read as the doctor reads them."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from wizard.doctor.reading import read

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Project


def project_of(text: str, catalogue: Catalogue, *, lock: str = "") -> Project:
    """Return the project an indented text says."""
    return read(dedent(text).lstrip("\n"), catalogue, lock=dedent(lock))
