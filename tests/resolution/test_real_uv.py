"""The real uv is the judge: what it locks must install on every machine and Python the wizard claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wizard.choices.choices import Layout
from wizard.choices.decoding import decode
from wizard.resolution.agreement import compare_with_uv
from wizard.resolution.refusals import NoInterpreter

if TYPE_CHECKING:
    from tests.replica import Replica
    from wizard.catalogue.facts import Catalogue
    from wizard.resolution.running import Uv

pytestmark = pytest.mark.network

PYPI_ONLY = [
    "linux-x86_64=pypi",
    "linux-x86_64=pypi&windows-x86_64=pypi&macos-arm64=pypi&with=torchvision",
    "linux-aarch64=pypi&macos-arm64=pypi&torch=2.11.0&bound=compatible&with=torchaudio",
    "macos-x86_64=pypi&torch=2.2.2",
    "macos-x86_64=pypi&linux-x86_64=pypi&torch=2.2.0&with=torchvision",
    "linux-x86_64=pypi&torch=2.0.1&bound=exact&environments=chosen",
    "windows-x86_64=pypi&layout=extras&torch=2.9.1&bound=exact",
    "linux-x86_64=pypi&layout=groups&default=pypi&python=3.12",
]
WITH_INDEXES = [
    # every layout, and one line per fact that was once wrong
    "linux-x86_64=cu130&macos-arm64=pypi&windows-x86_64=cu130&with=torchvision&with=torchaudio",
    "linux-x86_64=cu130&windows-x86_64=cpu&macos-arm64=cpu&with=torchvision",
    "linux-x86_64=cpu&linux-x86_64=cu130&windows-x86_64=cpu&macos-arm64=pypi&layout=extras&with=torchvision",
    "linux-x86_64=pypi&linux-x86_64=cpu&linux-x86_64=cu126&layout=groups&default=cu126",
    "linux-x86_64=cu118&linux-aarch64=pypi&macos-arm64=pypi&layout=find-links&torch=2.4.0&with=torchvision",
    "linux-x86_64=cpu&macos-arm64=cpu&layout=extra-index-url&torch=2.4.1",
    "linux-x86_64=rocm6.4&macos-arm64=pypi&torch=2.8.0",
    "linux-x86_64=rocm7.2",
    "linux-x86_64=rocm7.0&torch=2.10.0&with=torchvision",
    "linux-x86_64=rocm5.4.2&linux-aarch64=cpu&layout=extras&torch=2.0.0&bound=compatible",
    "linux-x86_64=xpu&windows-x86_64=xpu&torch=2.9.1",
    "linux-x86_64=xpu&torch=2.10.0",
    "linux-x86_64=cu129&windows-x86_64=cu129&torch=2.8.0&with=torchvision",
    "linux-aarch64=cu128&torch=2.7.1&bound=compatible",
    "linux-x86_64=cu124&linux-aarch64=cu124&torch=2.5.1&bound=exact",
    "linux-x86_64=cpu&linux-aarch64=cpu&windows-x86_64=cpu&macos-arm64=cpu&torch=2.9.1&bound=exact&with=torchvision",
    "linux-x86_64=cpu&windows-arm64=cpu&torch=2.9.0&bound=exact&with=torchvision",
    "windows-arm64=cpu&windows-x86_64=cu128&windows-x86_64=xpu&layout=groups&torch=2.7.0&environments=chosen",
    "linux-x86_64=cu132&linux-aarch64=cu132&torch=2.12.1",
    "macos-x86_64=cpu&linux-x86_64=cpu&torch=2.2.2",
    "linux-x86_64=cu130&channel=nightly",
    "linux-x86_64=cu130&linux-aarch64=cpu&windows-x86_64=cpu&macos-arm64=cpu&channel=nightly&with=torchvision",
    "linux-x86_64=rocm7.2&linux-x86_64=xpu&channel=nightly&with=torchvision&with=torchaudio",
    "linux-x86_64=cu134&linux-aarch64=cpu&layout=groups&default=cpu&channel=nightly&environments=chosen",
    "linux-aarch64=cu128&macos-arm64=cpu&layout=extra-index-url&torch=2.10.0&with=torchvision&with=torchcodec",
    "linux-x86_64=cu128&windows-x86_64=cpu&layout=find-links&torch=2.10.0&with=torchcodec",
]
CONFUSED = "linux-x86_64=cpu&linux-aarch64=cu128&torch=2.10.0&bound=exact&with=torchvision&with=torchcodec&python=3.10"


@pytest.mark.parametrize("link", PYPI_ONLY)
def test_uv_agrees_where_only_pypi_is_needed(link: str, catalogue: Catalogue, uv: Uv) -> None:
    assert _differences(link, catalogue, uv, "") == []


@pytest.mark.parametrize("link", WITH_INDEXES)
def test_uv_agrees_where_pytorch_indexes_are_needed(link: str, catalogue: Catalogue, uv: Uv, replica: Replica) -> None:
    assert _differences(link, catalogue, uv, replica.base_url) == []


@pytest.mark.parametrize("layout", [Layout.EXTRA_INDEX_URL, Layout.FIND_LINKS])
def test_uv_really_takes_another_build_where_a_layout_is_refused_for_it(
    layout: Layout, catalogue: Catalogue, uv: Uv, replica: Replica
) -> None:
    """The wizard never writes this; were the refusal wrong, uv would agree with what it foresees."""
    decoded = decode(f"{CONFUSED}&layout={layout}", catalogue)
    assert [notice.code for notice in decoded.notices] == ["layout-not-possible"]
    agreement = compare_with_uv(replace(decoded.choices, layout=layout), catalogue, uv=uv, mirror=replica.base_url)
    told = {str(difference) for row in agreement.rows for difference in row.differences}
    assert "torchcodec: foreseen 0.10.0, uv says 0.10.0+cu128" in told


def _differences(link: str, catalogue: Catalogue, uv: Uv, mirror: str) -> list[str]:
    decoded = decode(link, catalogue)
    assert not decoded.notices, decoded.notices
    try:
        agreement = compare_with_uv(decoded.choices, catalogue, uv=uv, mirror=mirror)
    except NoInterpreter as missing:
        pytest.skip(f"uv locks with an interpreter the project supports. {missing}")
    assert agreement.rows, "a link without machines proves nothing"
    return [str(difference) for row in agreement.rows for difference in row.differences]
