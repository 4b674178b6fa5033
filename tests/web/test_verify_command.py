"""``manage.py verify`` as a person or a script meets it: what is on stdout, what on stderr, and the exit code."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from tests.web.pretended_uv import agreeing_uv
from wizard.resolution.refusals import Cancelled
from wizard.resolution.running import Uv
from wizard.web.cancelling import ENDING
from wizard.web.management.commands import verify as command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.resolution.verifying import Verify
    from wizard.catalogue.facts import Catalogue

LINK = "linux-x86_64=cu130&macos-arm64=pypi&layout=markers&torch=2.13.0&bound=exact&python=3.12"
ROOT = Path(__file__).parents[2]
REPLICA = (sys.executable, "-m", "tests.replica", "--")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@pytest.fixture
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep temporary folders where it can be seen that none is left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


def text_of(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stderr
    assert not CONTROL.search(done.stdout + done.stderr)
    return done.stdout


def test_agreement_is_a_table_on_stdout_and_nothing_else(verify: Verify, catalogue: Catalogue) -> None:
    done = verify.run(LINK, "--uv", str(agreeing_uv(verify.folder, LINK, catalogue)))
    lines = text_of(done).splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if line.startswith("│")] == [
        ["linux-x86_64", "-", "3.12-3.14", "torch 2.13.0+cu130", "unknown", "agrees"],
        ["macos-arm64", "-", "3.12-3.14", "torch 2.13.0", *_download(lines), "agrees"],
    ]


def test_a_whole_link_will_do(verify: Verify, catalogue: Catalogue) -> None:
    program = agreeing_uv(verify.folder, LINK, catalogue)
    assert verify.run(f"http://127.0.0.1:8000/?{LINK}#result", "--uv", str(program)).returncode == 0


def test_disagreement_ends_with_1_and_says_where(verify: Verify, catalogue: Catalogue) -> None:
    program = agreeing_uv(verify.folder, LINK, catalogue)
    export = program.with_name("uv.export")
    export.write_text(export.read_text().replace("2.13.0+cu130", "2.12.0+cu130"))
    done = verify.run(LINK, "--uv", str(program))
    assert (done.returncode, done.stderr) == (1, "")
    assert "linux-x86_64, Python 3.12-3.14: torch: foreseen 2.13.0+cu130, uv says 2.12.0+cu130" in text_of(done)


def test_disagreement_of_a_sample_ends_with_1_and_prints_the_link(verify: Verify, catalogue: Catalogue) -> None:
    done = verify.run("--sample", "1", "--seed", "1", "--uv", str(agreeing_uv(verify.folder, LINK, catalogue)))
    assert done.returncode == 1
    lines = text_of(done).splitlines()
    differs = next(line for line in lines if line.startswith("differs: ")).removeprefix("differs: ")
    again = verify.run(differs, "--uv", str(verify.folder / "uv"))
    assert again.returncode == 1
    assert lines[-1].startswith("1 configurations, ")
    assert lines[-1].endswith("0 agree, 1 differ, 0 not judged")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["linux-x86_64=cu999"], "“cu999” is not a known accelerator"),
        (["linux-x86_64=cu130&torch=2.8.0"], "2.8.0"),
        (["http://127.0.0.1:8000/#x"], "This link has no ?…, so it asks for nothing: http://127.0.0.1:8000/"),
        ([], "Name either a link or --sample N."),
        ([LINK, "--sample", "2"], "Name either a link or --sample N."),
        (["--sample", "0"], "'0' is no whole number above 0"),
        (["--sample", "many"], "'many' is no whole number above 0"),
        ([LINK, "--timeout", "nan"], "'nan' is no number of seconds above 0"),
        ([LINK, "--timeout", "-1"], "'-1' is no number of seconds above 0"),
        ([LINK, "--timeout", "soon"], "'soon' is no number of seconds above 0"),
        ([LINK, "--cache", ""], "an empty path names no folder"),
        ([LINK, "--python", "/no/such/python"], "there is no Python at '/no/such/python'"),
        ([LINK, "--python", "/"], "there is no Python at '/'"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_asked_ends_with_2_and_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("verify", *arguments)
    assert sentence in str(refusal.value)
    assert capsys.readouterr().out == ""
    if not str(refusal.value).startswith("Error: argument"):  # those are argparse's, which ends with 2 by itself
        assert refusal.value.returncode == 2


def test_an_option_that_makes_no_sense_ends_with_2(verify: Verify) -> None:
    done = verify.run(LINK, "--timeout", "0")
    assert (done.returncode, text_of(done)) == (2, "")
    assert "'0' is no number of seconds above 0" in done.stderr


def test_paths_mean_what_they_mean_in_the_shell(verify: Verify, catalogue: Catalogue) -> None:
    agreeing_uv(verify.folder, LINK, catalogue)
    script = verify.folder / "uv"
    script.write_text(script.read_text() + 'if [ "$1" = lock ]; then printf "%s" "$UV_CACHE_DIR" >"$0.cache"; fi\n')
    (verify.folder / "python-here").symlink_to(sys.executable)
    relative = [os.path.relpath(verify.folder / name) for name in ("uv", "cache", "python-here")]
    done = verify.run(LINK, "--uv", relative[0], "--cache", relative[1], "--python", relative[2])
    assert done.returncode == 0
    assert Path((verify.folder / "uv.cache").read_text()).resolve() == verify.folder / "cache"


def test_the_site_s_own_cache_and_patience_are_used(verify: Verify, catalogue: Catalogue) -> None:
    agreeing_uv(verify.folder, LINK, catalogue)
    script = verify.folder / "uv"
    script.write_text(script.read_text() + 'if [ "$1" = lock ]; then printf "%s" "$UV_CACHE_DIR" >"$0.cache"; fi\n')
    cache = str(verify.folder / "site-cache")
    assert verify.run(LINK, "--uv", str(script), VERIFY_CACHE=cache).returncode == 0
    assert (verify.folder / "uv.cache").read_text() == cache
    script.write_text(script.read_text().replace("touch uv.lock", "sleep 60"))
    done = verify.run(LINK, "--uv", str(script), VERIFY_TIMEOUT="1")
    assert (done.returncode, text_of(done)) == (2, "")
    assert "uv did not finish within 1 seconds" in done.stderr


def test_help_names_the_defaults_and_the_exit_codes(verify: Verify) -> None:
    said = " ".join(verify.run("--help", VERIFY_TIMEOUT="77").stdout.split())
    assert "Exit codes: 0 uv agrees; 1 it does not; 2 it could not be asked, or was stopped." in said
    assert "VERIFY_TIMEOUT unless told otherwise, here 77." in said
    assert f"How many links at once; here {os.cpu_count()}." in said
    assert "Another seed draws other links; 1 unless told otherwise." in said


def test_a_keyboard_that_interrupts_the_start_leaves_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "impatient.py").write_text("raise KeyboardInterrupt\n")
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "impatient"}
    command = [sys.executable, "manage.py", "verify", LINK]
    done = subprocess.run(command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_program_may_be_named_as_on_the_path() -> None:
    assert command._program("sh").is_absolute()
    assert command._program("sh").exists()
    assert command._program("no-such-program") == Path.cwd() / "no-such-program"


@pytest.mark.parametrize("asked", [[LINK], ["--sample", "1"]], ids=["link", "sample"])
def test_progress_is_for_a_terminal_and_never_on_stdout(asked: list[str], verify: Verify, catalogue: Catalogue) -> None:
    program = agreeing_uv(verify.folder, LINK, catalogue)
    leader, follower = pty.openpty()
    running = replace(verify, stderr=follower).start(*asked, "--uv", str(program), TERM="xterm")
    os.close(follower)
    shown = _everything(leader)
    output, _ = running.communicate(timeout=300)
    assert b"\x1b[" in shown
    assert b"uv 0.13.8" in shown
    assert output
    assert not CONTROL.search(output)


def test_a_sample_that_nobody_waits_for_is_drawn_no_further(tmp_path: Path) -> None:
    cancelled = Event()
    uv = Uv(program=Path("uv"), interpreters=(), cache=tmp_path, cancelled=cancelled)
    links = command._while_wanted(uv, iter(["one", "two"]))
    assert next(links) == "one"
    cancelled.set()
    with pytest.raises(Cancelled):
        next(links)


@pytest.mark.django_db
@pytest.mark.usefixtures("own_temporary_folder")
def test_within_one_process_the_exit_codes_are_the_same(
    catalogue: Catalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = [signal.getsignal(number) for number in ENDING]
    program = agreeing_uv(tmp_path, LINK, catalogue)
    call_command("verify", LINK, uv=program)
    assert capsys.readouterr().out.count("agrees") == 2
    with pytest.raises(SystemExit) as disagreement:
        call_command("verify", sample=1, uv=program)
    assert disagreement.value.code == 1
    program.with_name("uv.export").write_text("garbage")
    with pytest.raises(CommandError, match="no judgement about 1 of 1 links") as unjudged:
        call_command("verify", sample=1, uv=program, cache=tmp_path / "cache")
    assert unjudged.value.returncode == 2
    assert [signal.getsignal(number) for number in ENDING] == before


@pytest.mark.django_db
@pytest.mark.usefixtures("own_temporary_folder")
@pytest.mark.parametrize("asked", [[LINK], ["--sample", "1"]], ids=["link", "sample"])
def test_a_signal_that_comes_early_is_not_lost(
    asked: list[str], catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "set_up_if_missing", lambda: signal.raise_signal(signal.SIGINT))
    with pytest.raises(CommandError, match="Stopped before uv had finished") as stopped:
        call_command("verify", *asked, uv=agreeing_uv(tmp_path, LINK, catalogue))
    assert stopped.value.returncode == 2


@pytest.mark.network
def test_the_real_uv_agrees_with_a_link(verify: Verify) -> None:
    link = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0&bound=exact&python=3.12"
    done = verify.run(link, before=REPLICA)
    assert (done.returncode, done.stderr) == (0, "")
    assert "torch 2.13.0+cu130" in text_of(done)


@pytest.mark.network
def test_the_real_uv_agrees_with_a_sample(verify: Verify) -> None:
    done = verify.run("--sample", "3", "--seed", "1", before=REPLICA)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"3 configurations, \d+ machines judged: 3 agree, 0 differ, 0 not judged\n", text_of(done))


def _download(lines: list[str]) -> list[str]:
    """Return the Mac's size, which the catalogue decides."""
    return [found[0] for line in lines if "macos" in line and (found := re.search(r"[\d.]+ MB", line))]


def _everything(leader: int) -> bytes:
    shown = b""
    while True:
        try:
            part = os.read(leader, 65_536)
        except OSError:  # the other end is closed
            part = b""
        if not part:
            os.close(leader)
            return shown
        shown += part
