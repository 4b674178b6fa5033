"""The real uv and the replica, for rules whose harm was reproduced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.real_uv import RealUv
from tests.resolution.conftest import replica, uv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.replica import Replica
    from wizard.catalogue.facts import Catalogue
    from wizard.resolution.running import Uv

__all__ = ["replica", "uv"]


@pytest.fixture
def real_uv(uv: Uv, replica: Replica, catalogue: Catalogue, tmp_path: Path) -> RealUv:
    """The uv that judges, with the replica for PyTorch's indexes."""
    return RealUv(uv=uv, replica=replica, catalogue=catalogue, folder=tmp_path)
