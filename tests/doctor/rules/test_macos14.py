"""``uv pip`` for a macOS that is too old."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules.macos14 import RULE

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

MACOS = '\n[tool.uv.pip]\npython-platform = "macos"\n'


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        from_pypi("torch"),
        from_pypi("torch<2.12") + MACOS,
        from_pypi("torch>=99") + MACOS,
        from_pypi("torch") + MACOS.replace("macos", "linux"),
        from_pypi("torch ; sys_platform == 'linux'") + MACOS,
        led_to("cpu", "torch") + MACOS,
    ],
    ids=["no target", "older", "newer than is known", "Linux", "not on macOS", "an index"],
)
def test_what_an_old_macos_can_have_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_step_back_is_found(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, from_pypi("torch>=2.3") + MACOS, catalogue)
    assert found.place.path == ("tool", "uv", "pip", "python-platform")
    assert "torch 2.15.0 has wheels for macOS 14 and newer only: uv pip compile takes torch 2.11.0" in said(found)[0]
    assert "MACOSX_DEPLOYMENT_TARGET=14.0" in said(found)[1]


def test_where_nothing_older_is_let_in_nothing_is_left(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, from_pypi("torch>=2.12") + MACOS, catalogue)
    assert "finds no torch at all" in said(found)[0]
