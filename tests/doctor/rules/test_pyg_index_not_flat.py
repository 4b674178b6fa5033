"""A page of wheels is declared as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project
from wizard.doctor.rules.pyg_index_not_flat import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

BROKEN = f"""{project("torch-scatter", sources="torch-scatter = { index = 'pyg' }")}
[[tool.uv.index]]
name = "pyg"
url = "https://data.pyg.org/whl/torch-2.8.0+cu129.html"
explicit = true
"""


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in (*quiet_files(catalogue), BROKEN.replace("explicit", 'format = "flat"\nexplicit')):
        assert found_by(RULE, text, catalogue) == []


def test_its_format_is_added(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, BROKEN, catalogue)
    assert found.place.path == ("tool", "uv", "index", 0)
    assert mended_by(RULE, BROKEN, catalogue) == f'{BROKEN}format = "flat"\n'
