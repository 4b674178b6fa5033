"""The uv and the interpreters of this computer are found, and those that do not work are passed over."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest

from wizard.resolution import at_hand
from wizard.resolution.at_hand import interpreters, uv_at_hand
from wizard.resolution.refusals import Cancelled, NoInterpreter, UvTooSlow
from wizard.resolution.running import Session, Uv, open_session

ANY = '[project]\nname = "project"\nversion = "0.1.0"\n'


def program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def asked(tmp_path: Path, *found: Path, document: str = ANY, **changes: Any) -> Session:
    folder = tmp_path / "session"
    folder.mkdir()
    return open_session(Uv(program=Path("uv"), interpreters=found, cache=tmp_path, **changes), folder, document)


def test_the_uv_named_is_taken_before_all_others(tmp_path: Path) -> None:
    found = uv_at_hand(cache=tmp_path, timeout=5, cancelled=Event(), program=tmp_path / "mine")
    assert found.program == tmp_path / "mine"


def test_the_uv_beside_this_python_is_taken_before_the_one_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_path = program(tmp_path, "uv", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "elsewhere" / "python"))
    assert uv_at_hand(cache=tmp_path, timeout=5, cancelled=Event()).program == on_path
    beside = tmp_path / "beside"
    beside.mkdir()
    monkeypatch.setattr(sys, "executable", str(beside / "python"))
    assert uv_at_hand(cache=tmp_path, timeout=5, cancelled=Event()).program == on_path
    program(beside, "uv", "exit 0")
    assert uv_at_hand(cache=tmp_path, timeout=5, cancelled=Event()).program == beside / "uv"


def test_this_python_comes_first_and_named_ones_last(tmp_path: Path) -> None:
    found = uv_at_hand(cache=tmp_path, timeout=5, cancelled=Event(), pythons=[tmp_path / "python3.99"])
    assert found.interpreters[0] == Path(sys.executable)
    assert found.interpreters[-1] == tmp_path / "python3.99"
    assert len(set(interpreters())) == len(interpreters())


def test_siblings_are_looked_for_beside_a_python_of_its_own_but_not_in_usr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand, "PYTHONS", ())
    for name in ("cpython-3.11.1", "cpython-3.12.0"):
        (tmp_path / name / "bin").mkdir(parents=True)
        program(tmp_path / name / "bin", "python", "exit 0")
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "cpython-3.12.0"))
    siblings = [path.parent.parent.name for path in interpreters()[1:]]
    assert siblings == ["cpython-3.12.0", "cpython-3.11.1"]
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    assert len(interpreters()) == 1


@pytest.mark.parametrize(
    "script", ["exit 127", "echo pyenv: 3.12 is not installed", "printf '\\377\\376'", "echo 2.7.18", ""]
)
def test_a_broken_interpreter_is_passed_over(script: str, tmp_path: Path) -> None:
    broken = program(tmp_path, "python", script)
    no_program = tmp_path / "text"
    no_program.write_text("not a program")
    found = asked(tmp_path, tmp_path / "missing", no_program, broken, Path(sys.executable))
    assert found.interpreter == Path(sys.executable)
    assert found.python == f"3.{sys.version_info.minor}"


def test_an_interpreter_that_hangs_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.resolution.running.PROBE_SECONDS", 0.2)
    hanging = program(tmp_path, "python", "exec sleep 60")
    assert asked(tmp_path, hanging, Path(sys.executable)).interpreter == Path(sys.executable)


def test_the_first_interpreter_the_project_allows_is_taken(tmp_path: Path) -> None:
    old = program(tmp_path, "python3.9", "echo 3.9.1")
    new = program(tmp_path, "python3.15", "echo 3.15.0")
    allowed = ANY + 'requires-python = ">=3.15"\n'
    assert asked(tmp_path, old, new, document=allowed).interpreter == new


def test_where_none_fits_the_bound_is_said(tmp_path: Path) -> None:
    old = program(tmp_path, "python3.9", "echo 3.9.1")
    with pytest.raises(NoInterpreter, match=r"'>=3.10'\. Name one that does"):
        asked(tmp_path, old, document=ANY + 'requires-python = ">=3.10"\n')


def test_a_broken_interpreter_is_asked_again_and_a_working_one_is_not(tmp_path: Path) -> None:
    mended = program(tmp_path, "python3.12", "exit 127")
    with pytest.raises(NoInterpreter):
        asked(tmp_path, mended)
    program(tmp_path, "python3.12", f'echo asked >>{tmp_path}/asked; echo "3.12.7"')
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        assert asked(folder, mended).python == "3.12"
    assert (tmp_path / "asked").read_text() == "asked\n"


def test_looking_for_an_interpreter_takes_no_longer_than_the_whole_may(tmp_path: Path) -> None:
    hanging = program(tmp_path, "python", "exec sleep 60")
    with pytest.raises(UvTooSlow, match=r"within 0\.3 seconds"):
        asked(tmp_path, hanging, Path(sys.executable), timeout=0.3)


def test_looking_for_an_interpreter_ends_when_nobody_waits(tmp_path: Path) -> None:
    cancelled = Event()
    hanging = program(tmp_path, "python", "exec sleep 60")
    Timer(0.2, cancelled.set).start()
    with pytest.raises(Cancelled):
        asked(tmp_path, hanging, Path(sys.executable), cancelled=cancelled)


def test_uv_is_asked_for_its_version_once(tmp_path: Path) -> None:
    counting = program(tmp_path, "uv", f"echo asked >>{tmp_path}/asked; echo uv 0.13.8")
    found = uv_at_hand(cache=tmp_path, timeout=5, cancelled=Event(), program=counting)
    found.must_know("0.1")
    assert found.version == "0.13.8"
    assert (tmp_path / "asked").read_text() == "asked\n"
    slow = uv_at_hand(cache=tmp_path, timeout=0.3, cancelled=Event(), program=program(tmp_path, "slow", "sleep 60"))
    with pytest.raises(UvTooSlow):
        _ = slow.version
