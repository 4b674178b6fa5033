"""Presets, and a catalogue that no longer has what one of them asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.sharing.presets import BOX

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue


@pytest.fixture
def without_cu130(catalogue: Catalogue) -> Catalogue:
    """The shipped catalogue, as if no file for CUDA 13.0 had ever been seen."""
    return replace(catalogue, builds={key: found for key, found in catalogue.builds.items() if key[0] != BOX})
