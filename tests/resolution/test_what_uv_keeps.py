"""What `uv sync` and `uv run` do to torch where no extra or group is named: the advice on layouts says it."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Event
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

import pytest

from wizard.resolution.at_hand import uv_at_hand

if TYPE_CHECKING:
    from pathlib import Path

PROJECT: Final = """
[project]
name = "ours"
version = "1"
requires-python = ">=3.9"
dependencies = [{base}]

[{table}]
cpu = ["torch==2.9.1"]
cu130 = ["torch==2.9.1"]

[tool.uv]
conflicts = [[{{ {kind} = "cpu" }}, {{ {kind} = "cu130" }}]]

[tool.uv.sources]
torch = [{{ index = "cpu", {kind} = "cpu" }}, {{ index = "cu130", {kind} = "cu130" }}]
"""
INDEX: Final = """
[[tool.uv.index]]
name = "{name}"
url = "{url}"
format = "flat"
{rank} = true
"""
TABLES: Final = {"extra": "project.optional-dependencies", "group": "dependency-groups"}
RUN: Final = ("python", "-c", "")


def wheel(folder: Path, version: str) -> None:
    """Write the smallest torch there is."""
    folder.mkdir()
    said = {
        "METADATA": f"Metadata-Version: 2.1\nName: torch\nVersion: {version}\n",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: ours\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    with ZipFile(folder / f"torch-{version}-py3-none-any.whl", "w") as file:
        for name, content in said.items():
            file.writestr(f"torch-{version}.dist-info/{name}", content)


class Ours:
    """A project whose torch comes from folders."""

    def __init__(self, folder: Path, kind: str, base: str = "") -> None:
        self.folder, text = folder, PROJECT.format(base=base, table=TABLES[kind], kind=kind)
        for name, version in (("pypi", "2.9.1"), ("cpu", "2.9.1+cpu"), ("cu130", "2.9.1+cu130")):
            wheel(folder / name, version)
            rank = "default" if name == "pypi" else "explicit"
            text += INDEX.format(name=name, url=(folder / name).as_uri(), rank=rank)
        (folder / "pyproject.toml").write_text(text)
        self.uv = uv_at_hand(cache=folder / "cache", timeout=60, cancelled=Event()).program

    def after(self, *arguments: str) -> str:
        """Return which torch is installed after a command of uv."""
        settings = {"UV_CACHE_DIR": str(self.folder / "cache"), "UV_OFFLINE": "1", "UV_PYTHON": sys.executable}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "VIRTUAL_ENV"))}
        subprocess.run([self.uv, *arguments], cwd=self.folder, env=kept | settings, check=True, capture_output=True)
        found = [path.name for path in (self.folder / ".venv").glob("**/torch-*.dist-info")]
        return ", ".join(found).removeprefix("torch-").removesuffix(".dist-info")


@pytest.mark.parametrize("kind", TABLES)
def test_without_a_name_sync_removes_torch_and_run_keeps_the_one_that_is_there(kind: str, tmp_path: Path) -> None:
    ours = Ours(tmp_path, kind)
    assert ours.after("run", *RUN) == ""
    assert ours.after("sync", f"--{kind}", "cu130") == "2.9.1+cu130"
    assert ours.after("run", *RUN) == "2.9.1+cu130"
    assert ours.after("sync") == ""
    assert ours.after("run", f"--{kind}", "cpu", *RUN) == "2.9.1+cpu"


def test_a_torch_of_the_base_takes_the_place_of_the_extras_with_either(tmp_path: Path) -> None:
    ours = Ours(tmp_path, "extra", base='"torch"')
    for bare in (("run", *RUN), ("sync",)):
        assert ours.after("sync", "--extra", "cu130") == "2.9.1+cu130"
        assert ours.after(*bare) == "2.9.1"
