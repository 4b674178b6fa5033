"""A site that checks with uv: a pretended one, or the real one and the replica, as the judge's own tests use them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.resolution.conftest import replica, uv, verify
from tests.web.checks import LINK
from tests.web.pretended_uv import agreeing_uv, pretended_uv
from wizard.resolution.running import Uv

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.catalogue.facts import Catalogue

__all__ = ["replica", "uv", "verify"]


@pytest.fixture
def checking(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn checks on, and keep what they write in a folder of the test's."""
    settings.VERIFY_ENABLED = True
    settings.VERIFY_CACHE = str(tmp_path / "cache")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that has the site ask a script instead of uv."""

    def pretending(lock: str = "touch uv.lock", **changes: Any) -> None:
        fixed = {"program": pretended_uv(tmp_path, lock), "interpreters": (Path(sys.executable),)}
        monkeypatch.setattr("wizard.web.tasks.uv_at_hand", lambda **fields: Uv(**fixed | fields | changes))

    return pretending


@pytest.fixture
def agreeing(pretend: Callable[..., None], catalogue: Catalogue, tmp_path: Path) -> None:
    """Have uv give every machine what the wizard foresees."""
    pretend()
    agreeing_uv(tmp_path, LINK, catalogue)
