"""Sources of graphics cards' builds that reach macOS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.files import led_to
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.saying import said
from wizard.doctor.findings import Severity
from wizard.doctor.mending import mend_all
from wizard.doctor.rules.gpu_source_no_platform_marker import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

EXTRA = """\
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.11,<3.14"

[project.optional-dependencies]
gpu = ["torch>=2.9.1"]

[tool.uv.sources]
torch = [{ index = "pytorch", extra = "gpu" }]

[[tool.uv.index]]
name = "pytorch"
url = "https://download.pytorch.org/whl/cu130"
explicit = true
"""

NAMED = """
[tool.uv]
environments = ["sys_platform == 'linux'", "sys_platform == 'darwin'"]
"""


def constrained(specifier: str) -> str:
    """Return a file that only bounds the torch another package brings."""
    return led_to("cu130", "accelerate", uv=f'constraint-dependencies = ["torch{specifier}"]')


def test_innocent_files_and_what_the_wizard_writes_are_left_alone(catalogue: Catalogue) -> None:
    for text in quiet_files(catalogue):
        assert found_by(RULE, text, catalogue) == [], text


@pytest.mark.parametrize(
    "text",
    [
        led_to("cpu"),
        led_to("cu130", marker="sys_platform == 'linux'"),
        led_to("cu130", marker="sys_platform != 'darwin'"),
        led_to("cu130", "torch>=2.9.1 ; sys_platform != 'darwin'"),
        led_to("cu130", uv="environments = [\"sys_platform == 'linux'\"]"),
        led_to("cu130", marker="platform_machine == 'x86_64'"),
        led_to("cu130", "numpy"),
        led_to("cu130").replace("torch = {", "other = {"),
        led_to("cu130").replace("download.pytorch.org/whl", "wheels.astral.sh/simple"),
    ],
    ids=lambda text: text[120:180],
)
def test_a_source_that_no_new_mac_is_led_to_is_left_alone(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_an_unconditional_source_is_found_and_limited(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, led_to("cu130"), catalogue)
    assert (found.severity, found.place.path) == (Severity.WARNING, ("tool", "uv", "sources", "torch"))
    assert "uv sync fails on every Mac" in said(found)[0]
    assert "sys_platform == 'linux' or sys_platform == 'win32'" in said(found)[1]
    mended = mended_by(RULE, led_to("cu130"), catalogue)
    assert mended == led_to("cu130", marker="sys_platform == 'linux' or sys_platform == 'win32'")


def test_environments_that_name_macos_make_it_an_error(catalogue: Catalogue) -> None:
    environments = "environments = [\"sys_platform == 'linux'\", \"sys_platform == 'darwin'\"]"
    (found,) = found_by(RULE, led_to("cu130", uv=environments), catalogue)
    assert found.severity is Severity.ERROR
    assert "uv refuses to lock" in said(found)[0]
    (found,) = found_by(RULE, EXTRA + NAMED, catalogue)
    assert found.severity is Severity.ERROR
    assert "torch of “gpu”" in said(found)[0]


def test_inside_an_extra_it_is_worth_knowing(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, EXTRA, catalogue)
    assert (found.severity, found.place.path) == (Severity.INFO, ("tool", "uv", "sources", "torch", 0))
    assert "“gpu” cannot be installed" in said(found)[0]
    assert "even with “gpu”" in said(found)[1]


SHARED = EXTRA.replace("\n\n[project.opt", '\ndependencies = ["torch==2.9.1"]\n\n[project.opt')


def test_no_build_is_promised_to_macos_where_the_dependencies_ask_too(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, SHARED, catalogue)
    assert "take torch out of the dependencies" in said(found)[1]
    assert "takes PyPI" not in said(found)[1]


@pytest.mark.network
def test_uv_gives_macos_what_it_chose_for_the_cards_where_the_dependencies_ask_too(
    real_uv: RealUv, catalogue: Catalogue
) -> None:
    locked = real_uv.lock(mended_by(RULE, SHARED, catalogue))
    assert "no wheel that fits" in locked.installs("torch", on="macos-arm64")


def test_a_marker_that_is_there_is_narrowed(catalogue: Catalogue) -> None:
    text = led_to("cu130", marker="python_version < '3.13' or platform_machine == 'arm64'")
    assert (
        "marker = \"(sys_platform == 'linux' or sys_platform == 'win32') and "
        "(python_version < '3.13' or platform_machine == 'arm64')\""
    ) in mended_by(RULE, text, catalogue)


def test_an_index_for_linux_alone_is_limited_to_linux(catalogue: Catalogue) -> None:
    mended = mended_by(RULE, led_to("rocm6.4", marker="sys_platform != 'win32'"), catalogue)
    assert "marker = \"sys_platform == 'linux' and sys_platform != 'win32'\"" in mended


def test_a_constraint_counts_only_with_a_version(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, constrained(">=2.9"), catalogue)
    assert (found.severity, found.place.path) == (Severity.WARNING, ("tool", "uv", "sources", "torch"))
    assert found_by(RULE, constrained(""), catalogue) == []


LOCAL = led_to("cu130", "torch==2.9.1+cu130")


def test_a_local_version_has_to_go_first(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, LOCAL, catalogue)
    assert not found.fixable
    mended = mend_all(LOCAL, catalogue)
    assert mended.left == {}
    assert '"torch==2.9.1"' in mended.text
    assert "marker = \"sys_platform == 'linux' or sys_platform == 'win32'\"" in mended.text


@pytest.mark.network
def test_uv_finds_no_local_version_at_pypi_for_a_mac(real_uv: RealUv, catalogue: Catalogue) -> None:
    marked = led_to("cu130", "torch==2.9.1+cu130", marker="sys_platform == 'linux' or sys_platform == 'win32'")
    assert "torch{sys_platform != 'linux' and sys_platform != 'win32'}==2.9.1+cu130" in real_uv.lock(marked).refusal
    assert real_uv.lock(mend_all(LOCAL, catalogue).text).installs("torch", on="macos-arm64") == "2.9.1 from pypi"


@pytest.mark.network
def test_uv_leads_a_mac_to_cuda_for_a_constraint_too(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = constrained("==2.9.1")
    assert "no wheel that fits" in real_uv.lock(text).installs("torch", on="macos-arm64")
    assert real_uv.lock(mended_by(RULE, text, catalogue)).installs("torch", on="macos-arm64") == "2.9.1 from pypi"


@pytest.mark.network
def test_uv_locks_it_and_a_mac_gets_nothing_until_it_is_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    broken = real_uv.lock(led_to("cu130", "torch==2.9.1"))
    assert broken.refusal == ""
    assert "no wheel that fits" in broken.installs("torch", on="macos-arm64")
    assert "can't be installed" in broken.sync(on="macos-arm64").errors
    environments = "environments = [\"sys_platform == 'linux'\", \"sys_platform == 'darwin'\"]"
    assert "no macOS-compatible wheels" in real_uv.lock(led_to("cu130", "torch==2.9.1", uv=environments)).refusal
    assert "no macOS-compatible wheels" in real_uv.lock(EXTRA + NAMED).refusal
    mended = real_uv.lock(mended_by(RULE, led_to("cu130", "torch==2.9.1"), catalogue))
    assert mended.installs("torch", on="macos-arm64") == "2.9.1 from pypi"
    assert mended.installs("torch", on="windows-x86_64") == "2.9.1+cu130 from cu130"
    assert not mended.sync(on="macos-arm64").refused
