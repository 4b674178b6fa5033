"""Which index serves a package, as uv decides it; the network tests of the rules hold it against the real uv."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index, project_of
from wizard.doctor.hosts import host_of
from wizard.doctor.project import Scope
from wizard.doctor.routing import is_torch_index, origins

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

LINUX = {"linux-x86_64", "linux-aarch64"}
WINDOWS = {"windows-x86_64", "windows-arm64"}
MACS = {"macos-arm64", "macos-x86_64"}
WHL = "https://download.pytorch.org/whl"
INDEXES = index("cpu") + index("cu128")


def routes(text: str, catalogue: Catalogue, package: str = "torch") -> dict[tuple[str, str], list[str]]:
    """Return the names of the indexes, or ``pypi``, by selection and platform."""
    found: dict[tuple[str, str], list[str]] = {}
    for origin in origins(project_of(text, catalogue), catalogue, package):
        name = origin.undeclared or (origin.index.name or origin.index.url if origin.index else "pypi")
        found.setdefault((origin.selection, origin.platform), []).append(name)
    return found


def test_what_nobody_requires_has_no_origin(catalogue: Catalogue) -> None:
    text = '[tool.uv]\nconstraint-dependencies = ["torch"]\n[tool.uv.sources]\ntorch = { index = "pytorch-cpu" }'
    assert routes(text + INDEXES, catalogue) == {}


def test_without_a_source_pypi_serves_every_platform(catalogue: Catalogue) -> None:
    found = routes('[project]\ndependencies = ["torch"]' + INDEXES, catalogue)
    assert found == {("", platform): ["pypi"] for platform in catalogue.platforms}


def test_a_source_serves_where_its_marker_is_true(catalogue: Catalogue) -> None:
    text = (
        '[project]\ndependencies = ["torch"]\n'
        "[tool.uv.sources]\ntorch = [{ index = 'pytorch-cu128', marker = \"sys_platform == 'linux'\" }]"
    )
    found = routes(text + INDEXES, catalogue)
    assert {platform for (_, platform), names in found.items() if names == ["pytorch-cu128"]} == LINUX
    assert {platform for (_, platform), names in found.items() if names == ["pypi"]} == WINDOWS | MACS


def test_a_requirement_s_marker_leaves_other_platforms_out(catalogue: Catalogue) -> None:
    found = routes("[project]\ndependencies = [\"torch; sys_platform == 'darwin'\"]", catalogue)
    assert {platform for _, platform in found} == MACS


def test_sources_that_overlap_both_serve(catalogue: Catalogue) -> None:
    text = (
        '[project]\ndependencies = ["torch"]\n'
        "[tool.uv.sources]\ntorch = [{ index = 'pytorch-cpu', marker = \"sys_platform != 'darwin'\" },"
        "{ index = 'pytorch-cu128', marker = \"sys_platform == 'linux'\" }]"
    )
    assert routes(text + INDEXES, catalogue)["", "linux-x86_64"] == ["pytorch-cpu", "pytorch-cu128"]


SELECTED = """
[project]
dependencies = ["numpy"]
[project.optional-dependencies]
cpu = ["torch"]
cu128 = ["torch"]
other = ["requests"]
[dependency-groups]
cpu = ["torch"]
[tool.uv.sources]
torch = [{ index = "pytorch-cpu", extra = "cpu" }, { index = "pytorch-cu128", extra = "cu128" }]
"""


def test_an_extra_has_its_own_source_and_a_group_of_its_name_has_not(catalogue: Catalogue) -> None:
    found = origins(project_of(SELECTED + INDEXES, catalogue), catalogue, "torch")
    on_linux = {
        (one.scope, one.selection): one.index.accelerator if one.index else "pypi"
        for one in found
        if one.platform == "linux-x86_64"
    }
    assert on_linux == {
        (Scope.EXTRA, "cpu"): "cpu",
        (Scope.EXTRA, "cu128"): "cu128",
        (Scope.GROUP, "cpu"): "pypi",
    }


def test_what_the_base_requires_every_selection_has(catalogue: Catalogue) -> None:
    text = SELECTED.replace('["numpy"]', '["torch"]')
    found = routes(text + INDEXES, catalogue)
    assert found["", "linux-x86_64"] == ["pypi"]
    assert found["other", "linux-x86_64"] == ["pypi"]
    assert found["cu128", "linux-x86_64"] == ["pytorch-cu128"]


def test_an_index_that_is_not_explicit_serves_what_it_has(catalogue: Catalogue) -> None:
    text = '[project]\ndependencies = ["torch", "numpy"]' + INDEXES.replace("explicit = true", "")
    assert routes(text, catalogue)["", "linux-x86_64"] == ["pytorch-cpu"]
    assert routes(text, catalogue, "numpy")["", "linux-x86_64"] == ["pypi"]


def test_old_settings_serve_too(catalogue: Catalogue) -> None:
    text = f'[project]\ndependencies = ["torch"]\n[tool.uv]\nextra-index-url = ["https://example.org", 3, "{WHL}/cpu"]'
    assert routes(text, catalogue)["", "linux-x86_64"] == [f"{WHL}/cpu"]


def test_an_index_nobody_declared_is_told(catalogue: Catalogue) -> None:
    text = '[project]\ndependencies = ["torch"]\n[tool.uv.sources]\ntorch = { index = "gone" }'
    assert routes(text, catalogue)["", "linux-x86_64"] == ["gone"]


def test_a_wheel_s_address_is_no_index(catalogue: Catalogue) -> None:
    text = '[project]\ndependencies = ["torch"]\n[tool.uv.sources]\ntorch = { url = "https://example.org/torch.whl" }'
    (first, *_) = origins(project_of(text, catalogue), catalogue, "torch")
    assert first.index is None
    assert first.source is not None
    assert (first.source.kind, first.undeclared) == ("url", "")


@pytest.mark.parametrize(
    ("index", "is_one"),
    [
        (f'url = "{WHL}/cu128"', True),
        (f'url = "{WHL}/nightly/cu130"', True),
        ('url = "https://mirror.example/whl/cu128"', True),
        ('url = "https://wheels.astral.sh/simple/cu130/"', False),
        (f'url = "{WHL}/cu128"\nformat = "flat"', False),
        ('url = "https://example.org/simple"', False),
        ('url = "https://[broken/cpu"', False),
    ],
)
def test_pytorch_s_indexes_and_their_mirrors_are_known(index: str, is_one: bool, catalogue: Catalogue) -> None:  # noqa: FBT001
    (found,) = project_of(f"[[tool.uv.index]]\n{index}", catalogue).indexes
    assert is_torch_index(found) is is_one


def test_nightly_indexes_serve_what_the_stable_ones_lack(catalogue: Catalogue) -> None:
    text = f'[project]\ndependencies = ["torch"]\n[[tool.uv.index]]\nurl = "{WHL}/nightly/cu134"'
    assert routes(text, catalogue)["", "linux-x86_64"] == [f"{WHL}/nightly/cu134"]


@pytest.mark.parametrize(
    ("url", "host"), [(f"{WHL}/cpu", "download.pytorch.org"), ("./wheels", ""), ("https://[broken/cpu", "")]
)
def test_an_address_tells_its_host(url: str, host: str) -> None:
    assert host_of(url) == host
