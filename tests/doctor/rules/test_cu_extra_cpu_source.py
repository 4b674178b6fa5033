"""An extra that says an accelerator gets the torch of that accelerator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source, with_uv
from wizard.doctor.rules.cu_extra_cpu_source import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

EXTRAS = 'cpu = ["torch==2.9.1"]\ncu130 = ["torch==2.9.1"]'
BOTH = index("cpu") + index("cu130")
UV_ADD = project(extras=EXTRAS, sources='torch = { index = "pytorch-cpu" }') + BOTH
FORGOTTEN = project(extras=EXTRAS, sources=f"torch = [{source('cpu', extra='cpu')}]") + BOTH
COPIED = (
    project(extras=EXTRAS, sources=f"torch = [{source('cpu', extra='cpu')}, {source('cpu', extra='cu130')}]") + BOTH
)
CONFLICTS = 'conflicts = [[{ extra = "cpu" }, { extra = "cu130" }]]'


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        project(extras=EXTRAS),
        project(extras=EXTRAS, sources="torch = { git = 'https://a.org/t' }") + BOTH,
        project(extras='fast = ["torch"]\ncpu-cu130 = ["torch"]', sources=f"torch = {source('cpu')}") + BOTH,
        project(extras=EXTRAS, sources=f"torch = [{source('cu130', extra='cu130')}, {source('cpu', extra='cpu')}]")
        + BOTH,
        FORGOTTEN.replace("explicit = true\n", ""),
        FORGOTTEN.replace("whl/cu130", "whl/other"),
        UV_ADD.replace("whl/cpu", "whl/other"),
        with_uv(UV_ADD, "environments = [\"sys_platform == 'plan9'\"]"),
    ],
    ids=["pypi", "git", "other-names", "right", "not-explicit", "unknown-index", "unknown-source", "nowhere"],
)
def test_names_that_are_kept_or_say_nothing_are_left_alone(text: str, catalogue: Catalogue) -> None:
    assert [one for one in found_by(RULE, text, catalogue) if one.facts["selection"] != "cpu"] == []


@pytest.mark.parametrize("text", [UV_ADD, FORGOTTEN, COPIED], ids=["uv-add", "forgotten", "copied"])
def test_the_extra_gets_the_index_of_its_name(text: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("project", "optional-dependencies", "cu130", 0)
    assert (found.facts["label"], found.facts["index"]) == ("CUDA 13.0", "pytorch-cu130")
    mended = mended_by(RULE, text, catalogue)
    assert found_by(RULE, mended, catalogue) == []
    assert mended.count('extra = "cpu"') == 1
    assert mended.count('extra = "cu130"') == 1


def test_the_right_source_stands_where_the_wrong_ones_stood(catalogue: Catalogue) -> None:
    wrong = [source("cpu", extra="cu130"), source("cpu", extra="cu130").replace("linux", "win32")]
    text = project(extras=EXTRAS, sources=f"torch = [{', '.join(wrong)}, {source('cpu', extra='cpu')}]") + BOTH
    mended = mended_by(RULE, text, catalogue)
    assert mended.index('extra = "cu130"') < mended.index('extra = "cpu"')
    assert mended.count('extra = "cu130"') == 1


def test_groups_have_names_too(catalogue: Catalogue) -> None:
    groups = UV_ADD.replace("project.optional-dependencies", "dependency-groups")
    mended = mended_by(RULE, groups, catalogue)
    assert "group = \"cu130\", marker = \"sys_platform == 'linux' or sys_platform == 'win32'\"" in mended
    assert '{ index = "pytorch-cpu", group = "cpu" }' in mended


def test_an_index_for_every_system_needs_no_marker(catalogue: Catalogue) -> None:
    text = project(extras=EXTRAS, sources='torch = { index = "pytorch-cu130" }') + BOTH
    assert '{ index = "pytorch-cpu", extra = "cpu" }' in mended_by(RULE, text, catalogue)


@pytest.mark.parametrize(
    "text",
    [
        UV_ADD.replace("dependencies = [\n]", 'dependencies = [\n  "torch",\n]'),
        UV_ADD.replace(index("cu130"), ""),
        FORGOTTEN.replace("torch = [", "torch = [{ path = 'a', extra = 'other' }, "),
    ],
    ids=["base", "no-index", "path"],
)
def test_what_needs_a_decision_is_left_to_a_person(text: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, text, catalogue)
    assert not found.fixable


@pytest.mark.network
def test_uv_installs_the_wrong_one_until_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    cu130 = Selection(extra="cu130")
    assert real_uv.lock(UV_ADD).installs("torch", cu130) == "2.9.1+cpu from cpu"
    mended = real_uv.lock(with_uv(mended_by(RULE, UV_ADD, catalogue), CONFLICTS))
    assert mended.installs("torch", cu130) == "2.9.1+cu130 from cu130"
    assert mended.installs("torch", Selection(extra="cpu")) == "2.9.1+cpu from cpu"
    assert mended.installs("torch", cu130, on="macos-arm64") == "2.9.1 from pypi"
