"""Nightlies need the triton of their night, from their index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import ON_LINUX, project, source
from wizard.doctor.rules.nightly_without_triton import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

BROKEN = project("torch>=2.15.0.dev0", sources=f"torch = {source('nightly-cu130')}") + index("nightly/cu130")


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        BROKEN.replace("nightly/cu130", "nightly/cpu"),
        BROKEN.replace("nightly/cu130", "cu130"),
        BROKEN.replace(ON_LINUX, "sys_platform == 'win32'"),
        BROKEN.replace("explicit = true\n", ""),
        project(
            "torch>=2.9.0.dev0",
            f"pytorch-triton ; {ON_LINUX}",
            sources=f"torch = {source('nightly-cu130')}\npytorch-triton = {source('nightly-cu130')}",
        )
        + index("nightly/cu130"),
    ],
    ids=["cpu", "release", "windows", "not-explicit", "old-name"],
)
def test_where_no_triton_is_missing_there_is_nothing(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_triton_is_added_with_torchs_source(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, BROKEN, catalogue)
    assert (found.place.path, found.facts["package"]) == (("project", "dependencies", 0), "triton")
    mended = mended_by(RULE, BROKEN, catalogue)
    assert f'"triton>=3.8.0 ; {ON_LINUX}"' in mended
    assert found_by(RULE, mended, catalogue) == []
    assert mended.count("pytorch-nightly-cu130") == 3


@pytest.mark.network
def test_uv_refuses_the_broken_file_and_takes_the_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "there is no version of triton" in real_uv.lock(BROKEN).refusal
    mended = real_uv.lock(mended_by(RULE, BROKEN, catalogue))
    assert "dev" in mended.installs("torch")
    assert mended.installs("triton").endswith("from nightly/cu130")
