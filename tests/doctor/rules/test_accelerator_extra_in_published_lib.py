"""Extras of a published package decide no index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from tests.doctor.rules.test_unscoped_source_in_library import BUILD, URLS
from wizard.doctor.findings import Severity
from wizard.doctor.rules.accelerator_extra_in_published_lib import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

EXTRAS = (
    project(
        extras='cpu = ["torch"]\ncu126 = ["torch"]',
        uv='conflicts = [[{ extra = "cpu" }, { extra = "cu126" }]]',
        sources=f"torch = [{source('cpu', extra='cpu')}, {source('cu126', extra='cu126')}]",
    )
    + index("cpu")
    + index("cu126")
)


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        EXTRAS,
        EXTRAS + BUILD,
        (EXTRAS + BUILD + URLS).replace(" extra = ", " group = "),
        (EXTRAS + BUILD + URLS).replace("/whl/", "/other/").replace("/cpu", "/a").replace("/cu126", "/b"),
    ],
    ids=["not-built", "application", "groups", "unknown-index"],
)
def test_what_is_not_published_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_the_first_such_source_is_named(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, EXTRAS + BUILD + URLS, catalogue)
    assert (found.severity, found.fixable) == (Severity.INFO, False)
    assert (found.facts["extra"], found.facts["label"]) == ("cpu", "CPU")
