"""What imports torch while it is built is given one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project
from wizard.doctor.rules.flash_attn_no_build_deps import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

BROKEN = project("torch>=2.9", "flash-attn>=2.8")


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        project("torch", "flash-attn", uv='no-build-isolation-package = ["flash_attn"]'),
        project("torch", "flash-attn", uv="no-build-isolation = true"),
        project("torch", "flash-attn", uv="no-build = true"),
        project("torch", "flash-attn", uv='find-links = ["https://a.org/wheels"]'),
        project("torch", "flash-attn", uv='extra-build-dependencies = { flash-attn = ["torch"] }'),
        project("torch", "flash-attn", sources="flash-attn = { url = 'https://a.org/f.whl' }"),
        project("torch", "flash-attn @ https://a.org/flash_attn-1-py3-none-any.whl"),
        project("torch", uv='constraint-dependencies = ["flash-attn"]'),
        project("torch", "deepspeed", uv="extra-build-dependencies = 3"),
    ],
)
def test_where_somebody_has_thought_of_it_there_is_nothing(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_torch_is_added_to_its_build(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, BROKEN, catalogue)
    assert found.place.path == ("project", "dependencies", 1)
    mended = mended_by(RULE, BROKEN, catalogue)
    assert "[tool.uv.extra-build-dependencies]" in mended
    assert 'requirement = "torch", match-runtime = true' in mended
    assert found_by(RULE, mended, catalogue) == []


def test_without_torch_in_the_project_there_is_none_to_match(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, project("torch-scatter"), catalogue)
    assert (found.fixable, found.facts["has_torch"]) == (False, False)
