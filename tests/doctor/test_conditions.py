"""Where markers hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.doctor.conditions import holds

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("", True),
        ("sys_platform == 'linux' and python_version >= '3.12'", True),
        ("python_version < '3.12'", False),
        ("extra == 'gpu'", False),
        ("'gpu' in dependency_groups", False),
        ("os_name ~= 'posix'", False),
        ("no marker", False),
    ],
)
def test_a_marker_holds_on_a_machine_with_a_python(marker: str, *, expected: bool, catalogue: Catalogue) -> None:
    assert holds(marker, catalogue.platforms["linux-x86_64"], "3.12") is expected
