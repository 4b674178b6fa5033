"""One package takes the sources of another, and what its writer said of an extra or a group stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.files_that_broke import HEAD
from tests.doctor.projects import index, project_of
from wizard.doctor.following import followed, path_of
from wizard.doctor.project import Scope, Selection

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

CPU = {"index": "pytorch-cpu", "extra": "cpu"}
CUDA = {"index": "pytorch-cu128", "extra": "cu128"}
OTHER = {"index": "pytorch-cu126", "extra": "cu128"}


def follows(
    catalogue: Catalogue, sources: str, mine: str = "", package: str = "torchvision", *, url: str = "cu128"
) -> object:
    """Return what torchvision gets as its sources: two extras and the base ask for both."""
    both = f'["torch", "{package}"]'
    text = f"{HEAD}dependencies = {both}\n[project.optional-dependencies]\ncpu = {both}\ncu128 = {both}\n"
    text += f"[tool.uv.sources]\n{sources}\n{index('cpu')}{index('cu126')}{index(url, name='pytorch-cu128')}"
    return followed(
        project_of(text, catalogue), catalogue, ("torch", package), Selection(Scope.EXTRA, mine) if mine else None
    )


def written(*entries: dict[str, str]) -> str:
    """Return sources as a file has them."""
    return "[" + ", ".join("{ " + ", ".join(f'{key} = "{one[key]}"' for key in one) + " }" for one in entries) + "]"


def test_a_package_without_sources_gets_all_that_are_for_it(catalogue: Catalogue) -> None:
    docs = {"index": "pytorch-cpu", "extra": "docs"}
    assert follows(catalogue, f"torch = {written(CPU, CUDA, docs)}") == [CPU, CUDA]


def test_a_source_without_a_list_is_given_without_one(catalogue: Catalogue) -> None:
    assert follows(catalogue, 'torch = { index = "pytorch-cpu" }') == {"index": "pytorch-cpu"}
    assert follows(catalogue, f"torch = {written(CPU)}") == [CPU]


def test_sources_for_other_extras_stay_what_they_are(catalogue: Catalogue) -> None:
    sources = f"torch = {written(CPU, CUDA)}\ntorchvision = {written(OTHER)}"
    assert follows(catalogue, sources, "cpu") == [OTHER, CPU]
    assert follows(catalogue, sources, "cu128") == [CPU, CUDA]


@pytest.mark.parametrize(
    ("torch", "vision"),
    [
        (written({"index": "pytorch-cpu"}, {"index": "pytorch-cu128"}), written()),
        (written(CPU, {"index": "pytorch-cu126", "extra": "cpu"}), written()),
        ('{ index = "pytorch-cpu" }', written(CUDA)),
        (written(CUDA), written(OTHER)),
    ],
    ids=["overlap", "overlap-of-an-extra", "for-all-beside-for-one", "nothing-new"],
)
def test_nothing_is_given_that_uv_would_refuse_or_that_changes_nothing(
    torch: str, vision: str, catalogue: Catalogue
) -> None:
    assert follows(catalogue, f"torch = {torch}\ntorchvision = {vision}") == []


def test_no_package_is_led_to_an_index_that_has_none_of_it(catalogue: Catalogue) -> None:
    sources = f"torch = {written(CPU, CUDA)}"
    assert follows(catalogue, sources, package="torchaudio", url="cu132") == [CPU]
    assert follows(catalogue, sources, package="torchaudio", url="other") == [CPU, CUDA]


def test_sources_stand_where_the_file_has_them(catalogue: Catalogue) -> None:
    project = project_of('[tool.uv.sources]\nTorch_Vision = { index = "a" }\n', catalogue)
    assert path_of(project, "torch-vision") == ("tool", "uv", "sources", "Torch_Vision")
    assert path_of(project, "torch") == ("tool", "uv", "sources", "torch")
