"""Static files are collected where they changed, and left alone under a server's eyes where they did not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from wizard.web import collecting
from wizard.web.collecting import MARK, collect_static_files


@pytest.fixture
def root(tmp_path: Path, settings: Any) -> Path:
    (tmp_path / "written").mkdir()
    settings.STATICFILES_DIRS = [tmp_path / "written"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "served"
    (tmp_path / "written" / "a.css").write_text("a {}")
    return tmp_path / "served"


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch, root: Path) -> list[str]:
    """What was carried out."""
    commands: list[str] = []

    def carry_out(command: str, **_: object) -> None:
        root.mkdir(exist_ok=True)
        (root / "staticfiles.json").touch()
        commands.append(command)

    monkeypatch.setattr(collecting, "call_command", carry_out)
    return commands


def test_they_are_collected_once_and_again_after_a_change(collected: list[str], root: Path) -> None:
    for _ in range(2):
        collect_static_files()
    assert collected == ["collectstatic"]
    (root.parent / "written" / "a.css").write_text("b {}")
    collect_static_files()
    assert len(collected) == 2


def test_what_was_begun_and_not_finished_is_begun_again(
    collected: list[str], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect_static_files()
    (root.parent / "written" / "a.css").write_text("b {}")
    monkeypatch.setattr(collecting, "call_command", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        collect_static_files()
    assert not (root / MARK).exists()


def test_files_that_nobody_can_change_are_left_alone(
    collected: list[str], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root.mkdir()
    (root / "staticfiles.json").touch()
    monkeypatch.setattr("os.access", lambda *_: False)
    collect_static_files()
    assert collected == []
