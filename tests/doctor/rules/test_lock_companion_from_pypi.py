"""A companion that others bring is locked from torch's index, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index, project_of
from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from tests.doctor.rules.test_stale_lock import CU126, entry
from wizard.doctor.editing import Draft
from wizard.doctor.rules.lock_companion_from_pypi import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding

FILE = project("torch==2.9.1", "timm", sources=f"torch = {source('cu126')}") + index("cu126")
ELSEWHERE = "https://a.org/simple"
TORCH = entry(CU126, "2.9.1+cu126") + entry(ELSEWHERE, "2.9.1")
VISION = entry(ELSEWHERE, "0.24.1", "torchvision")


def found(text: str, lock: str, catalogue: Catalogue) -> list[Finding]:
    return list(RULE.check(project_of(text, catalogue, lock=lock), catalogue))


def mended(text: str, lock: str, catalogue: Catalogue) -> str:
    draft = Draft(text)
    for one in found(text, lock, catalogue):
        RULE.mend(draft, one) if RULE.mend else None
    return draft.text


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in (*quiet_files(catalogue), FILE):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("text", "lock"),
    [
        (FILE, TORCH),
        (FILE, TORCH + entry(CU126, "0.24.1+cu126", "torchvision") + VISION),
        (FILE.replace('"timm"', '"torchvision"'), TORCH + VISION),
        (FILE, entry(ELSEWHERE, "2.9.1") + VISION),
        (FILE, entry(CU126, "2.9.1") + VISION),
        (FILE, entry("https://download.pytorch.org/whl/cu128", "2.9.1+cu128") + VISION),
        (FILE, entry("https://download.pytorch.org/whl/cu132", "2.14.0+cu132") + VISION.replace("vision", "audio")),
        (project("timm"), TORCH + VISION),
    ],
    ids=["none", "both", "declared", "pypi", "mac", "same-cuda", "index-has-none", "no-torch"],
)
def test_what_goes_together_is_left_alone(text: str, lock: str, catalogue: Catalogue) -> None:
    assert found(text, lock, catalogue) == []


def test_an_unknown_torch_is_compared_with_nothing(catalogue: Catalogue) -> None:
    assert len(found(FILE, entry(CU126, "9.9.9+cu126") + VISION, catalogue)) == 1


def test_it_is_required_and_routed_like_torch(catalogue: Catalogue) -> None:
    (one,) = found(FILE, TORCH + VISION, catalogue)
    assert (one.place.path, one.facts["package"]) == (("project", "dependencies", 0), "torchvision")
    text = mended(FILE, TORCH + VISION, catalogue)
    assert '  "torchvision",\n' in text
    assert f"torchvision = {source('cu126')}" in text


def test_of_several_torches_a_person_chooses(catalogue: Catalogue) -> None:
    twice = FILE.replace('"timm"', "\"torch ; sys_platform == 'linux'\"")
    assert not found(twice, TORCH + VISION, catalogue)[0].fixable


@pytest.mark.network
def test_uv_locks_pypis_until_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    broken = real_uv.lock(FILE)
    assert broken.installs("torchvision") == "0.24.1 from pypi"
    text = mended(FILE, broken.text, catalogue)
    assert real_uv.lock(text).installs("torchvision") == "0.24.1+cu126 from cu126"
    assert found(text, real_uv.lock(text).text, catalogue) == []
