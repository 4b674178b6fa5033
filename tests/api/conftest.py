"""What is remembered from one link to the next is forgotten between tests, which change settings."""

from __future__ import annotations

import pytest

from wizard.api.describing import described


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    described.cache_clear()
