"""Project files as tests write them, read as the doctor reads them."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Final

from wizard.doctor.reading import read

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Project

FILE: Final = """\
[project]
name = "demo" # ours
version = "0.1.0"
requires-python = ">=3.11,<3.14"
dependencies = ["torch==2.9.1"]

[tool.uv.sources]
torch = [
  { index = "pytorch-rocm64" },   # AMD
]

[[tool.uv.index]]
name = "pytorch-rocm64"
url = "https://download.pytorch.org/whl/rocm6.4"
explicit = true
"""
"""A file in which there is something to find, with comments that are somebody's."""


def project_of(text: str, catalogue: Catalogue, *, lock: str = "") -> Project:
    """Return the project an indented text says."""
    return read(dedent(text).lstrip("\n"), catalogue, lock=dedent(lock))


def index(path: str, *, name: str = "", explicit: bool = True) -> str:
    """Return an index of PyTorch's: ``cpu``, ``rocm7.2``, ``nightly/cu130``."""
    called = name or f"pytorch-{path.replace('/', '-').replace('.', '')}"
    lines = f'[[tool.uv.index]]\nname = "{called}"\nurl = "https://download.pytorch.org/whl/{path}"\n'
    return f"\n{lines}explicit = true\n" if explicit else f"\n{lines}"
