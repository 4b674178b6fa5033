"""What a ``uv.lock`` says of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import project_of
from wizard.doctor.locks import read_lock
from wizard.doctor.parsing import BrokenToml
from wizard.doctor.project import Locked

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

LOCK = """
version = 1
[[package]]
name = "Torch"
version = "2.9.1+cu130"
source = { registry = "https://download.pytorch.org/whl/cu130" }
dependencies = [
  { name = "filelock" },
  { name = "nvidia_cudnn_cu12", marker = "sys_platform == 'linux'" },
]
[[package]]
name = "app"
source = { virtual = "." }
"""


def test_packages_have_their_index_and_what_they_depend_on(catalogue: Catalogue) -> None:
    project = project_of("", catalogue, lock=LOCK)
    assert project.lock == (
        Locked(
            name="torch",
            version="2.9.1+cu130",
            registry="https://download.pytorch.org/whl/cu130",
            dependencies=("filelock", "nvidia-cudnn-cu12"),
        ),
        Locked(name="app", version="", registry="", dependencies=()),
    )


@pytest.mark.parametrize("text", ["package = 1", "package = ['x']", "[package]\nname = 'x'", "# nothing"])
def test_what_is_no_package_is_not_read(text: str) -> None:
    assert read_lock(text) == ()


def test_packages_of_odd_types_are_read_as_far_as_they_go() -> None:
    text = "package = [{ name = 1, version = [], source = 'x', dependencies = ['y', { name = 2 }] }]"
    assert read_lock(text) == (Locked(name="", version="", registry="", dependencies=("",)),)


def test_a_broken_lock_is_named() -> None:
    with pytest.raises(BrokenToml, match=r"^uv\.lock is not valid TOML: .*, at line 2, column 5\."):
        read_lock("version = 1\nx = =")
