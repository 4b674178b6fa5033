"""When the judge cannot judge it says why, in time, and leaves nothing behind."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from wizard.resolution.judging import judge
from wizard.resolution.refusals import ExportRefused, LockRefused, NoInterpreter, UvMissing, UvTooSlow
from wizard.resolution.running import Uv
from wizard.resolution.verdicts import Machine, Selection

PROJECT = '[project]\nname = "project"\nversion = "0.1.0"\nrequires-python = ">=3.10"\ndependencies = []\n'
LINUX = {
    "implementation_name": "cpython",
    "implementation_version": "3.12.0",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_system": "Linux",
    "platform_version": "",
    "python_full_version": "3.12.0",
    "python_version": "3.12",
    "sys_platform": "linux",
}
MACHINE = Machine(platform="linux-x86_64", python="3.12", triple="x86_64-manylinux_2_28", environment=LINUX, tags=())


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep temporary folders where a test can see that none is left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


def uv(tmp_path: Path, script: str = "", **changes: object) -> Uv:
    program = tmp_path / "uv"
    if script:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    fields = {"program": program, "interpreters": (Path(sys.executable),), "cache": tmp_path / "cache", "timeout": 20}
    return Uv(**fields | changes)  # type: ignore[arg-type]


def nothing_is_left(tmp_path: Path) -> bool:
    return not list((tmp_path / "temporary").iterdir())


def test_a_missing_uv_is_named(tmp_path: Path) -> None:
    with pytest.raises(UvMissing, match="uv"):
        judge(PROJECT, uv=uv(tmp_path), selections=[Selection()], machines=[])
    assert nothing_is_left(tmp_path)


def test_a_uv_that_hangs_is_stopped_in_time(tmp_path: Path) -> None:
    with pytest.raises(UvTooSlow, match=r"0\.3"):
        judge(PROJECT, uv=uv(tmp_path, "sleep 600", timeout=0.3), selections=[Selection()], machines=[])
    assert nothing_is_left(tmp_path)


def test_what_uv_says_is_kept_when_it_refuses_to_lock(tmp_path: Path) -> None:
    with pytest.raises(LockRefused, match="no version of torch"):
        judge(PROJECT, uv=uv(tmp_path, "echo 'no version of torch' >&2; exit 1"), selections=[], machines=[])
    assert nothing_is_left(tmp_path)


def test_a_refused_export_is_told_from_a_refused_lock(tmp_path: Path) -> None:
    script = '[ "$1" = lock ] && touch uv.lock && exit 0\necho "no such extra" >&2; exit 2'
    with pytest.raises(ExportRefused, match="no such extra"):
        judge(PROJECT, uv=uv(tmp_path, script), selections=[Selection(extra="cpu")], machines=[])


def test_a_project_for_a_python_nobody_has_is_refused(tmp_path: Path) -> None:
    ancient = PROJECT.replace(">=3.10", "<3")
    with pytest.raises(NoInterpreter, match="<3"):
        judge(ancient, uv=uv(tmp_path, "exit 0"), selections=[], machines=[])


def test_a_document_that_is_no_toml_is_left_to_uv_to_refuse(tmp_path: Path) -> None:
    with pytest.raises(LockRefused, match="bad TOML"):
        judge("[project", uv=uv(tmp_path, "echo 'bad TOML' >&2; exit 2"), selections=[], machines=[])


def test_a_wheel_for_other_machines_is_an_absence(tmp_path: Path) -> None:
    name = "torch-2.9.1-cp312-cp312-win_amd64.whl"
    (tmp_path / "export").write_text(
        'lock-version = "1.0"\ncreated-by = "uv"\n[[packages]]\nname = "torch"\nversion = "2.9.1"\n'
        f'wheels = [{{ url = "https://wheels.example/{name}", hashes = {{ sha256 = "00" }} }}]\n'
    )
    script = f'[ "$1" = lock ] && touch uv.lock && exit 0\ncat {tmp_path}/export'
    verdict = judge(PROJECT, uv=uv(tmp_path, script), selections=[Selection()], machines=[MACHINE]).verdicts[0]
    assert not verdict.installs
    assert verdict.wheel("torch") is None
    assert "torch" in verdict.absences[0].reason


def test_a_lock_for_other_pythons_is_one_absence(tmp_path: Path) -> None:
    (tmp_path / "export").write_text(
        'lock-version = "1.0"\ncreated-by = "uv"\nrequires-python = ">=3.13"\npackages = []\n'
    )
    script = f'[ "$1" = lock ] && touch uv.lock && exit 0\ncat {tmp_path}/export'
    verdict = judge(PROJECT, uv=uv(tmp_path, script), selections=[Selection()], machines=[MACHINE]).verdicts[0]
    assert [absence.package for absence in verdict.absences] == [""]


def test_an_entry_without_files_is_an_absence_only_for_the_machines_it_is_for(tmp_path: Path) -> None:
    export = 'lock-version = "1.0"\ncreated-by = "uv"\n[[packages]]\nname = "torch"\nversion = "2.9.1"\nmarker = "{}"\n'
    for marker, absent in (("sys_platform == 'linux'", ["torch"]), ("sys_platform == 'other'", [])):
        (tmp_path / "export").write_text(export.format(marker))
        script = f'[ "$1" = lock ] && touch uv.lock && exit 0\ncat {tmp_path}/export'
        judgement = judge(PROJECT, uv=uv(tmp_path, script), selections=[Selection()], machines=[MACHINE])
        assert [absence.package for absence in judgement.verdicts[0].absences] == absent
