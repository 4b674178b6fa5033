"""Who means a group or an extra of the project says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project
from wizard.doctor.rules.group_lists_extra_name import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

GROUPS = '\n[dependency-groups]\ncuda = ["torch"]\ndev = ["pytest", "cuda"]\n'


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        project("cuda"),
        project("torch", extras='torch = ["torch"]'),
        project("app[cuda]", extras='cuda = ["torch"]'),
        project(extras='cuda = ["cuda"]'),
        project("cuda>=1", extras='cuda = ["torch"]'),
        project("cuda", extras='cuda = ["torch"]', sources='cuda = { path = "cuda" }'),
        project("numpy", extras='numpy = ["torch"]'),
    ],
    ids=["no-such-extra", "package", "as-it-should", "itself", "version", "routed", "no-hardware"],
)
def test_what_means_a_package_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_group_is_included(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, project() + GROUPS, catalogue)
    assert found.place.path == ("dependency-groups", "dev", 1)
    assert 'dev = ["pytest", { include-group = "cuda" }]' in mended_by(RULE, project() + GROUPS, catalogue)


def test_an_extra_is_left_to_a_person(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, project("numpy", "cu128", extras='cu128 = ["torch"]'), catalogue)
    assert (found.place.path, found.fixable) == (("project", "dependencies", 1), False)
