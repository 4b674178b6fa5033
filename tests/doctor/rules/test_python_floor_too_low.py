"""Pythons that torch does not support."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules import python_no_wheel
from wizard.doctor.rules.python_floor_too_low import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        from_pypi("torch>=2.0", python=">=3.8"),
        from_pypi("torch>=2.13", python=">=3.10"),
        from_pypi("torch==2.15.0 ; python_version >= '3.11'", python=">=3.10"),
        from_pypi("torch>=99", python=">=3.8"),
        from_pypi("torch>=2.15").replace('requires-python = ">=3.11,<3.14"\n', ""),
        from_pypi("torch==2.4.1", python=">=3.8"),
    ],
    ids=["old ones exist", "forks", "marker", "newer than is known", "no range", "supported, without a wheel"],
)
def test_pythons_that_some_torch_supports_are_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_the_floor_is_raised(catalogue: Catalogue) -> None:
    text = from_pypi("torch>=2.15", python=">=3.9, <4")
    (found,) = found_by(RULE, text, catalogue)
    assert found.place.path == ("project", "requires-python")
    assert "lets in Python 3.9, 3.10, which torch>=2.15 does not support" in said(found)[0]
    assert mended_by(RULE, text, catalogue) == from_pypi("torch>=2.15", python=">=3.11,<4")
    assert found_by(python_no_wheel.RULE, text, catalogue) == []


@pytest.mark.parametrize(
    ("python", "pythons"), [("<3.10", "these Pythons"), ("==3.9.*", "this Python"), ("~=3.9", "these Pythons")]
)
def test_a_range_without_a_lower_bound_is_for_people_to_mend(python: str, pythons: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, from_pypi("torch>=2.15", python=python), catalogue)
    assert not found.fixable
    assert said(found)[1].startswith(f"Leave out {pythons}, or")


@pytest.mark.network
def test_uv_refuses_to_lock_until_it_is_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = led_to("cpu", "torch==2.13.0", python=">=3.9,<3.14")
    broken = real_uv.lock(text)
    assert "requirements are unsatisfiable" in broken.refusal
    assert "python" in broken.refusal.lower()
    mended = real_uv.lock(mended_by(RULE, text, catalogue))
    assert mended.installs("torch") == "2.13.0+cpu from cpu"
