"""Local versions in requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.files import from_pypi, led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.findings import Severity
from wizard.doctor.rules.local_version_pin import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

LINUX = "sys_platform == 'linux'"
OLD_WAY = 'extra-index-url = ["https://download.pytorch.org/whl/cpu"]'


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        led_to("cpu", "torch==2.9.1"),
        from_pypi("torch==2.9.1", "local==1.0+cpu"),
        from_pypi(f"torch==2.4.1+cpu ; {LINUX}", uv=OLD_WAY),
        led_to("nightly/cpu", f"torch==2.9.1+cpu ; {LINUX}"),
        led_to("cpu", "torch==2.9.1+cpu ; sys_platform == 'emscripten'"),
    ],
    ids=["no local version", "another package", "the old way", "an index nobody can tell", "another machine"],
)
def test_what_needs_no_local_version_or_must_have_one_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_where_macs_are_led_it_is_an_error(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cpu", "torch==2.9.1+cpu"), catalogue)
    assert (found.severity, found.place.path) == (Severity.ERROR, ("project", "dependencies", 0))
    assert "macOS Apple silicon" in said(found)[0]
    assert "Windows" not in said(found)[0]
    assert "Write torch==2.9.1:" in said(found)[1]
    assert mended_by(RULE, led_to("cpu", "torch==2.9.1+cpu"), catalogue) == led_to("cpu", "torch==2.9.1")


def test_where_no_mac_is_led_it_is_a_warning(catalogue: Catalogue) -> None:
    text = led_to("cu130", f"torch == 2.9.1+cu130 ; {LINUX}")
    (found,) = found_by(RULE, text, catalogue)
    assert found.severity is Severity.WARNING
    assert "the index already decides" in said(found)[0]
    assert mended_by(RULE, text, catalogue) == led_to("cu130", f"torch == 2.9.1 ; {LINUX}")


def test_another_builds_local_version_is_an_error(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu130", f"torch==2.9.1+cu128 ; {LINUX}"), catalogue)
    assert found.severity is Severity.ERROR
    assert "Linux x86-64" in said(found)[0]


def test_pypi_has_none_and_the_build_that_is_wanted_needs_a_source(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, from_pypi("torch==2.4.1+cu121", "numpy"), catalogue)
    assert (found.severity, found.fixable) == (Severity.ERROR, False)
    assert "PyPI has no such versions" in said(found)[0]
    assert "give torch a source" in said(found)[1]


def test_the_old_way_without_a_marker_sends_macs_nowhere(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, from_pypi("torch==2.4.1+cpu", uv=OLD_WAY), catalogue)
    assert (found.severity, found.fixable) == (Severity.ERROR, False)
    assert found.facts["machines"] == ("macOS Apple silicon", "macOS Intel")


@pytest.mark.network
def test_a_mac_gets_nothing_until_it_is_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = led_to("cpu", "torch==2.9.1+cpu")
    broken = real_uv.lock(text)
    assert broken.refusal == ""
    assert "no wheel that fits" in broken.installs("torch", on="macos-arm64")
    assert "can't be installed" in broken.sync(on="macos-arm64").errors
    mended = real_uv.lock(mended_by(RULE, text, catalogue))
    assert mended.installs("torch") == "2.9.1+cpu from cpu"
    assert mended.installs("torch", on="macos-arm64") == "2.9.1 from cpu"


@pytest.mark.network
def test_pypi_has_no_such_version(real_uv: RealUv) -> None:
    broken = real_uv.lock(from_pypi("torch==2.4.1+cpu", python=">=3.11,<3.13"))
    assert "there is no version of torch==2.4.1+cpu" in broken.refusal
