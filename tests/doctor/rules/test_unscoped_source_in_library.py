"""A library leaves the choice of an index to who uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from wizard.doctor.findings import Severity
from wizard.doctor.rules.unscoped_source_in_library import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

BUILD = '\n[build-system]\nrequires = ["uv_build>=0.9"]\nbuild-backend = "uv_build"\n'
URLS = '\n[project.urls]\nhome = "https://a.org"\n'
ROUTED = project("torch==2.9.1", sources=f"torch = {source('cu126')}") + index("cu126")
LIBRARY = ROUTED + BUILD + URLS


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        ROUTED,
        ROUTED + BUILD,
        ROUTED + URLS,
        LIBRARY.replace("{ index", "{ group = 'dev', index"),
        LIBRARY.replace('"torch==2.9.1"', '"numpy"'),
        LIBRARY.replace("[tool.uv.sources]", "[tool.uv]\npackage = false\n\n[tool.uv.sources]"),
        f'{LIBRARY}\n[tool.uv.workspace]\nmembers = ["a"]\n',
    ],
    ids=["neither", "application", "not-built", "in-a-group", "no-torch", "no-package", "workspace"],
)
def test_applications_and_groups_are_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_source_for_all_is_named_once(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, LIBRARY, catalogue)
    assert (found.severity, found.fixable) == (Severity.INFO, False)
    assert found.place.path == ("tool", "uv", "sources", "torch")


@pytest.mark.network
def test_uv_refuses_a_user_with_another_index(real_uv: RealUv) -> None:
    library = LIBRARY.replace('name = "app"', 'name = "library"')
    routed = f"torch = {source('cu128')}\nlibrary = {{ path = 'library' }}"
    user = project("torch==2.9.1", "library", sources=routed) + index("cu128")
    assert (
        "conflicting indexes for package `torch`"
        in real_uv.lock(user, beside={"library/pyproject.toml": library}).refusal
    )
