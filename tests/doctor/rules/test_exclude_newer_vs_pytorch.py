"""A date excludes what has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, ONE_INDEX, PYPI_ONLY, UNRELATED
from wizard.doctor.rules.exclude_newer_vs_pytorch import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

DATED = ONE_INDEX.replace("[tool.uv.sources]", '[tool.uv]\nexclude-newer = "2026-10-01T00:00:00Z"\n\n[tool.uv.sources]')


def exempting(value: str) -> str:
    return DATED.replace('Z"\n', f'Z"\nexclude-newer-package = {value}\n')


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        BY_MARKER,
        UNRELATED,
        PYPI_ONLY + '\n[tool.uv]\nexclude-newer = "1 week"\n',
        exempting("{ torch = false }"),
        DATED + "exclude-newer = false\n",
        DATED.replace("download.pytorch.org/whl/cpu", "a.example/simple"),
    ],
)
def test_nothing_is_found_where_torch_is_exempt_or_from_elsewhere(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_packages_from_torchs_index_become_exempt(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, DATED, catalogue)
    assert one.place.path == ("tool", "uv", "exclude-newer")
    assert one.facts["packages"] == ["torch"]
    assert found_by(RULE, mended_by(RULE, DATED, catalogue), catalogue) == []


def test_what_is_exempt_stays_so(catalogue: Catalogue) -> None:
    mended = mended_by(RULE, exempting("{ numpy = false }"), catalogue)
    assert "exclude-newer-package = { numpy = false, torch = false }" in mended


@pytest.mark.network
def test_uv_finds_no_torch_until_it_is_exempt(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "is missing an upload date" in real_uv.lock(DATED).refusal
    assert "is missing an upload date" in real_uv.lock(exempting('{ torch = "2026-11-01T00:00:00Z" }')).refusal
    assert real_uv.lock(mended_by(RULE, DATED, catalogue)).installs("torch") == "2.9.1+cpu from cpu"
