"""What this site syncs from: its settings, a mirror or a folder, and what a new catalogue must pass here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from pypi_simple import PYPI_SIMPLE_ENDPOINT

from wizard.catalogue.index import PYTORCH, FolderSource, WebSource
from wizard.catalogue.sync import Order
from wizard.errors import WizardError
from wizard.rendering.usual import broken_choices
from wizard.sharing.presets import hidden_presets

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.catalogue.sync import Check

CHECKS: Final[tuple[Check, ...]] = (broken_choices,)
WATCHES: Final[tuple[Check, ...]] = (hidden_presets,)


class NoFolder(WizardError):
    """A saved mirror is not where it is said to be."""

    def __init__(self, *, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def __str__(self) -> str:
        return f"There is no folder {self.folder}. Name the one that holds cpu/torch/index.html and its like."


def web_order(base_url: str = "") -> Order:
    """Return an order to read the site's indexes, or those of another mirror; raise ``NoIndexAddress``."""
    pytorch = base_url or settings.SYNC_BASE_URL or settings.PYTORCH_INDEX_BASE_URL or PYTORCH
    pypi = settings.SYNC_PYPI_URL or settings.PYPI_INDEX_URL or PYPI_SIMPLE_ENDPOINT
    source = WebSource(pytorch, pypi)
    return Order(source=source, label=source.base_url, checks=CHECKS, watches=WATCHES)


def folder_order(folder: Path) -> Order:
    """Return an order to read a saved mirror."""
    if not folder.is_dir():
        raise NoFolder(folder=folder)
    return Order(source=FolderSource(folder), label=str(folder), checks=CHECKS, watches=WATCHES)
