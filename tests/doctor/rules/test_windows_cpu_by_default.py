"""What needs a card on Windows beside PyPI's torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.rules.windows_cpu_by_default import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

WINDOWS = "sys_platform == 'win32'"
LINUX = "sys_platform == 'linux'"


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        from_pypi("torch", "onnxruntime-gpu"),
        from_pypi("torch", f"onnxruntime-gpu ; {LINUX}"),
        from_pypi("torch", f"onnxruntime ; {WINDOWS}"),
        from_pypi(f"torch ; {LINUX}", f"triton-windows ; {WINDOWS}"),
        led_to("cu130", "torch", f"triton-windows ; {WINDOWS}", marker=WINDOWS),
        from_pypi("torch", f"triton-windows ; {WINDOWS}", uv=f'environments = ["{LINUX}"]'),
        led_to("cu130", "torch", "triton-windows ; extra == 'gpu'", marker=LINUX),
    ],
    ids=["no Windows named", "Linux", "for the CPU", "no torch", "a source", "no Windows", "an extra's"],
)
def test_windows_that_nobody_expects_a_card_on_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize("beside", ["triton-windows<3.6", f"onnxruntime-gpu ; {WINDOWS}", f"cupy-cuda12x ; {WINDOWS}"])
def test_what_needs_a_card_on_windows_is_found(beside: str, catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu130", "torch>=2.9.1", beside, marker=LINUX), catalogue)
    assert found.place.path == ("project", "dependencies", 0)
    assert "for the CPU alone" in said(found)[0]
    assert WINDOWS in said(found)[1]


def test_an_extra_is_named(catalogue: Catalogue) -> None:
    extras = '\n[project.optional-dependencies]\ngpu = ["triton-windows"]\nother = ["triton-windows", "torch>2"]\n'
    (found,) = found_by(RULE, from_pypi("torch") + extras, catalogue)
    assert "(“other”)" in said(found)[0]


@pytest.mark.network
def test_windows_gets_pypis_build(real_uv: RealUv) -> None:
    locked = real_uv.lock(led_to("cu130", "torch==2.9.1", marker=LINUX))
    assert locked.installs("torch", on="windows-x86_64") == "2.9.1 from pypi"
