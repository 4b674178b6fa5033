"""What stands around the project, on the disk or on the host, does not matter to the real uv."""

from __future__ import annotations

import tempfile
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

from wizard.resolution.at_hand import uv_at_hand
from wizard.resolution.judging import judge
from wizard.resolution.refusals import LockRefused
from wizard.resolution.running import open_session
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from wizard.resolution.running import Uv

PROJECT = '[project]\nname = "project"\nversion = "0.1.0"\nrequires-python = ">=3.10"\ndependencies = []\n'
OF_ITS_OWN = f'{PROJECT}[tool.uv]\nrequired-version = ">=99"\n'
REFUSES_ALL = 'required-version = ">=99"\n'
AROUND = {
    "uv.toml": REFUSES_ALL,
    "pyproject.toml": f"[tool.uv]\n{REFUSES_ALL}",
    "workspace/pyproject.toml": '[tool.uv.workspace]\nmembers = ["*", "*/*", "*/*/*"]\n',
}


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Uv:
    """The real uv, with temporary folders in the test's own."""
    (tmp_path / "workspace" / "temporary").mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "workspace" / "temporary"))
    return uv_at_hand(cache=tmp_path / "cache", timeout=60, cancelled=Event())


@pytest.mark.parametrize("name", AROUND)
def test_settings_and_workspaces_above_the_project_are_not_looked_at(name: str, real: Uv, tmp_path: Path) -> None:
    (tmp_path / name).write_text(AROUND[name])
    judge(PROJECT, uv=real, selections=[Selection()], machines=[])
    assert list(tmp_path.rglob("uv.lock")) == []


def test_settings_of_the_document_itself_are(real: Uv) -> None:
    with pytest.raises(LockRefused, match="Required uv version"):
        judge(OF_ITS_OWN, uv=real, selections=[], machines=[])


def test_settings_of_the_person_are_not_looked_at(real: Uv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".config" / "uv").mkdir(parents=True)
    (tmp_path / ".config" / "uv" / "uv.toml").write_text(REFUSES_ALL)
    monkeypatch.setenv("HOME", str(tmp_path))
    judge(PROJECT, uv=real, selections=[], machines=[])


def test_settings_of_the_host_are_not_looked_at_because_others_are_found_first(real: Uv, tmp_path: Path) -> None:
    folder = tmp_path / "session"
    folder.mkdir()
    said = open_session(real, folder, PROJECT).run("lock", "--verbose").stderr
    assert f"Found system configuration in: {folder}/uv/uv.toml" in said.replace("`", "")
