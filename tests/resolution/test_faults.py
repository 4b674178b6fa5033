"""When the judge cannot judge it says why, in time, and leaves nothing behind."""

from __future__ import annotations

import errno
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any, Final, NoReturn

import pytest
from packaging.tags import parse_tag

from tests.resolution.verifying import Verify, until
from wizard.resolution import judging
from wizard.resolution.folders import private_folder
from wizard.resolution.judging import judge
from wizard.resolution.refusals import (
    Cancelled,
    ExportRefused,
    ExportUnreadable,
    FolderNotOurs,
    LockRefused,
    NoFolder,
    NoInterpreter,
    NoSpace,
    UvKilled,
    UvMissing,
    UvTooSlow,
)
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
NAMELESS = 'lock-version = "1.0"\ncreated-by = "uv"\n[[packages]]\nversion = "1.0"\n'
MACHINE = Machine(platform="linux-x86_64", python="3.12", triple="x86_64-manylinux_2_28", environment=LINUX, tags=())
NOBODY: Final[dict[str, Any]] = {"selections": [Selection()], "machines": []}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep temporary folders where a test can see that none is left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


def uv(tmp_path: Path, script: str = "", **changes: object) -> Uv:
    program = tmp_path / "uv"
    if script:
        program.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo uv 0.13.8 && exit\n{script}\n')
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
    assert str(verdict.absences[0].reason) == "no wheel that fits this machine and Python"


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


@pytest.mark.parametrize("script", ["", "echo true 9.1", "echo uv nightly", "printf '\\377'", "exit 1"])
def test_what_is_no_uv_has_no_version(script: str, tmp_path: Path) -> None:
    program = tmp_path / "no-uv"
    program.write_text(f"#!/bin/sh\n{script}\n" if script else "text")
    program.chmod(0o755)
    with pytest.raises(UvMissing, match=r"There is no uv at .*no-uv|no-uv is no uv"):
        _ = uv(tmp_path, program=program).version


def test_a_uv_that_cannot_even_say_its_version_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.resolution.running.PROBE_SECONDS", 0.2)
    program = tmp_path / "slow"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    with pytest.raises(UvTooSlow, match=r"within 0\.2 seconds"):
        _ = uv(tmp_path, program=program).version


@pytest.mark.parametrize(
    "export", ["no = toml = at all", 'lock-version = "1.0"', f'{NAMELESS}name = "torch"\nmarker = "what?"', NAMELESS]
)
def test_an_export_we_cannot_read_is_told(export: str, tmp_path: Path) -> None:
    (tmp_path / "export").write_text(export)
    with pytest.raises(ExportUnreadable, match=r"pylock\.toml of uv 0\.13\.8 cannot be read: .*\nPlease report it"):
        judge(PROJECT, uv=uv(tmp_path, f"touch uv.lock; [ $1 = lock ] || cat {tmp_path}/export"), **NOBODY)
    assert nothing_is_left(tmp_path)


def test_what_a_killed_uv_had_started_ends_with_it(tmp_path: Path) -> None:
    started = Verify(folder=tmp_path, database=tmp_path)
    with pytest.raises(UvTooSlow):
        judge(PROJECT, uv=uv(tmp_path, "sleep 600 & kill -9 $$", timeout=0.5), **NOBODY)
    until(lambda: not started.processes())
    assert nothing_is_left(tmp_path)


def test_a_killed_uv_is_told_from_one_that_refuses(tmp_path: Path) -> None:
    with pytest.raises(UvKilled, match="`uv lock --no-build` was ended by SIGSEGV"):
        judge(PROJECT, uv=uv(tmp_path, "kill -SEGV $$"), **NOBODY)
    assert nothing_is_left(tmp_path)


def test_who_is_cancelled_before_the_start_does_not_wait(tmp_path: Path) -> None:
    cancelled = Event()
    cancelled.set()
    with pytest.raises(Cancelled, match="nothing was kept"):
        judge(PROJECT, uv=uv(tmp_path, "sleep 600", cancelled=cancelled), **NOBODY)
    assert nothing_is_left(tmp_path)


def test_a_full_disk_is_read_off_what_uv_says(tmp_path: Path) -> None:
    with pytest.raises(LockRefused, match="The disk is full"):
        judge(PROJECT, uv=uv(tmp_path, "cat /dev/zero >/dev/full"), **NOBODY)
    assert nothing_is_left(tmp_path)


def test_a_full_disk_is_told_where_we_cannot_write_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(judging, "open_session", full)
    with pytest.raises(NoSpace, match=r"no space left in .*temporary\. Free some, or set TMPDIR"):
        judge(PROJECT, uv=uv(tmp_path, "exit 0"), **NOBODY)
    assert nothing_is_left(tmp_path)
    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(NoSpace, match="no space left"):
        judge(PROJECT, uv=uv(tmp_path, "exit 0"), **NOBODY)


def test_a_fault_of_another_kind_stays_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> NoReturn:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(judging, "open_session", broken)
    with pytest.raises(OSError, match="Too many open files"):
        judge(PROJECT, uv=uv(tmp_path, "exit 0"), **NOBODY)
    assert nothing_is_left(tmp_path)


def test_a_folder_nobody_may_write_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/proc")  # not even root may
    with pytest.raises(NoFolder, match=r"No temporary folder can be made: .*/proc/uv-judge-.*Set TMPDIR"):
        judge(PROJECT, uv=uv(tmp_path, "exit 0"), **NOBODY)


def test_what_uv_writes_beside_its_project_goes_with_it(tmp_path: Path) -> None:
    with pytest.raises(LockRefused, match=f"{tmp_path}/temporary/uv-judge-"):
        judge(PROJECT, uv=uv(tmp_path, 'echo "$TMPDIR" >&2; mktemp >&2; exit 1'), **NOBODY)
    assert nothing_is_left(tmp_path)


def test_letters_that_are_none_do_not_hide_what_uv_says(tmp_path: Path) -> None:
    with pytest.raises(LockRefused, match="no torch"):
        judge(PROJECT, uv=uv(tmp_path, "printf 'no torch \\377' >&2; exit 1"), **NOBODY)


def test_of_equal_wheels_the_newest_build_is_chosen_and_a_source_is_no_wheel(tmp_path: Path) -> None:
    names = ("torch-2.0.0-py3-none-any.whl", "torch-2.0.0-2-py3-none-any.whl", "torch-2.0.0-1-py3-none-any.whl")
    files = ", ".join(f'{{ url = "https://wheels.example/{name}", hashes = {{ sha256 = "00" }} }}' for name in names)
    source = '{ url = "https://wheels.example/triton-1.0.tar.gz", hashes = { sha256 = "00" } }'
    (tmp_path / "export").write_text(
        'lock-version = "1.0"\ncreated-by = "uv"\n'
        f'[[packages]]\nname = "torch"\nversion = "2.0.0"\nwheels = [{files}]\n'
        f'[[packages]]\nname = "triton"\nversion = "1.0"\nsdist = {source}\n'
    )
    script = f'[ "$1" = lock ] && touch uv.lock && exit 0\ncat {tmp_path}/export'
    anything = replace(MACHINE, tags=tuple(parse_tag("py3-none-any")))
    verdict = judge(PROJECT, uv=uv(tmp_path, script), selections=[Selection()], machines=[anything]).verdicts[0]
    assert [wheel.filename for wheel in verdict.wheels] == [names[1]]


@pytest.mark.parametrize("kind", ["another's", "a link", "a file", "nowhere"])
def test_a_folder_that_may_be_another_s_is_refused(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    assert private_folder(tmp_path / "own") == private_folder(tmp_path / "own")
    match kind:
        case "another's":
            folder.mkdir(mode=0o700)
            monkeypatch.setattr("wizard.resolution.folders.os.getuid", lambda: folder.stat().st_uid + 1)
        case "a link":
            folder.symlink_to(tmp_path / "own")
        case "a file":
            folder.touch()
        case _:
            folder = tmp_path / "none" / "cache"
    with pytest.raises(FolderNotOurs, match=r"cache cannot be made, or others may write to it\. .*VERIFY_CACHE"):
        private_folder(folder)
