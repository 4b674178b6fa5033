"""When ``manage.py verify`` gets no judgement it says why, with exit code 2, and leaves nothing behind.

That nothing is left, no file and no process, the fixture ``verify`` asserts after every test.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.resolution.bad_indexes import Garbled, Huge, dead, serving, silent
from tests.resolution.verifying import Verify, until

if TYPE_CHECKING:
    from collections.abc import Sequence

LINK = "linux-x86_64=cu130&torch=2.13.0"
HANGING = 'case "$1" in --version) echo "uv 0.13.8" ;; *) sleep 600 & echo $$ >>"$0.started"; wait ;; esac'
MOUNTED = 'mount -t tmpfs -o size=512k none "$0" && "$@"; code=$?; find "$0" -mindepth 1; exit $code'
"""Runs a command with a small disk at a folder, and lists what is left there; the disk is gone with the namespace."""
WRITES_TO_A_FULL_DISK = 'case "$1" in --version) echo "uv 0.13.8" ;; *) exec cat /dev/zero >/dev/full ;; esac'


def script(folder: Path, text: str) -> str:
    path = folder / "uv"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def refused(done: subprocess.CompletedProcess[str], *sentences: str) -> bool:
    """Say whether it ended with exit code 2, the sentences on stderr and nothing on stdout."""
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stdout) == (2, "")
    for sentence in sentences:
        assert sentence in done.stderr
    return True


@pytest.mark.parametrize("asked", [[LINK], ["--sample", "3"]], ids=["link", "sample"])
def test_no_uv(asked: list[str], verify: Verify) -> None:
    done = verify.run(*asked, "--uv", str(verify.folder / "none"))
    assert refused(done, f"There is no uv at {verify.folder / 'none'}. Install uv, or name another one with --uv.")


@pytest.mark.parametrize("asked", [[LINK], ["--sample", "3"]], ids=["link", "sample"])
def test_no_uv_but_another_program(asked: list[str], verify: Verify) -> None:
    done = verify.run(*asked, "--uv", script(verify.folder, "exit 0"))
    assert refused(done, f"{verify.folder / 'uv'} is no uv: it does not say uv's version. Name another one with --uv.")


@pytest.mark.parametrize("asked", [[LINK], ["--sample", "3"]], ids=["link", "sample"])
def test_an_old_uv_is_told_once(asked: list[str], verify: Verify) -> None:
    done = verify.run(*asked, "--uv", script(verify.folder, "echo uv 0.4.0"))
    assert refused(done, "uv 0.4.0 is too old to judge this: ", " or newer is needed. Update uv.")
    assert done.stderr.count("too old") == 1


def test_a_dead_index(verify: Verify, socket_enabled: None) -> None:
    address = dead()
    done = verify.run(LINK, PYTORCH_INDEX_BASE_URL=address)
    assert refused(done, "`uv lock --no-build` failed. An index could not be reached.", f"{address}/cu130/torch/")
    assert "PYTORCH_INDEX_BASE_URL" in done.stderr


def test_a_dead_index_leaves_a_sample_unjudged(verify: Verify, socket_enabled: None) -> None:
    done = verify.run("--sample", "1", "--seed", "5", PYTORCH_INDEX_BASE_URL=dead())
    assert "Traceback" not in done.stderr
    assert "uv gave no judgement about 1 of 1 links" in done.stderr
    assert "not judged: " in done.stdout
    assert "An index could not be reached." in done.stdout
    assert done.returncode == 2


def test_a_slow_index_is_left_in_time(verify: Verify, socket_enabled: None) -> None:
    with silent() as address:
        done = verify.run(LINK, "--timeout", "2", PYTORCH_INDEX_BASE_URL=address)
    assert refused(done, "uv did not finish within 2 seconds and was stopped. An index may be slow or not answer.")
    assert "--timeout" in done.stderr


def test_an_index_that_is_slower_than_uv_allows(verify: Verify, socket_enabled: None) -> None:
    with silent() as address:
        done = verify.run(LINK, "--timeout", "30", PYTORCH_INDEX_BASE_URL=address, UV_HTTP_TIMEOUT="1")
    assert refused(done, "An index did not answer in time. Try again, or set UV_HTTP_TIMEOUT higher.")


def test_garbage_for_metadata(verify: Verify, socket_enabled: None) -> None:
    with serving(Garbled) as address:
        done = verify.run(LINK, PYTORCH_INDEX_BASE_URL=address)
    assert refused(done, "An index serves metadata that uv cannot read.", "torch==2.13.0+cu130 has invalid metadata")


def test_a_full_disk(verify: Verify, socket_enabled: None) -> None:
    """Where nothing may be mounted, the device that is always full stands in for the disk, and a script for uv."""
    with serving(Huge) as address:
        namespace = _namespace()
        before = [*namespace, "sh", "-c", MOUNTED, str(verify.temporary)] if namespace else []
        pretended = () if namespace else ("--uv", script(verify.folder, WRITES_TO_A_FULL_DISK))
        done = verify.run(LINK, *pretended, before=before, PYTORCH_INDEX_BASE_URL=address)
    assert refused(done, "The disk is full. Free some space, or name another cache folder with --cache")
    assert "No space left on device" in done.stderr


def test_a_cache_that_cannot_be(verify: Verify, socket_enabled: None) -> None:
    done = verify.run(LINK, "--cache", str(verify.database), PYTORCH_INDEX_BASE_URL=dead())
    assert refused(done, "uv may not write where it has to. Name a cache folder with --cache")


@pytest.mark.parametrize("asked", [[LINK], ["--sample", "3", "--jobs", "2"]], ids=["link", "sample"])
@pytest.mark.parametrize("signals", [[signal.SIGINT] * 2, [signal.SIGTERM], [signal.SIGHUP]])
def test_stopped_while_uv_runs(signals: list[signal.Signals], asked: list[str], verify: Verify) -> None:
    running = verify.start(*asked, "--uv", script(verify.folder, HANGING))
    until((verify.folder / "uv.started").exists)
    assert len(verify.processes()) >= 3, "the command, the script and what it started"
    for number in signals:
        running.send_signal(number)
    output, errors = running.communicate(timeout=300)
    done = subprocess.CompletedProcess(running.args, running.returncode, output, errors)
    assert refused(done, "Stopped before uv had finished; nothing was kept.")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_replica_passes_signals_on_and_ends_quietly_with_the_command(
    number: signal.Signals, verify: Verify, socket_enabled: None
) -> None:
    beside = (sys.executable, "-m", "tests.replica", "--")
    running = verify.start(LINK, "--uv", script(verify.folder, HANGING), before=beside)
    until((verify.folder / "uv.started").exists)
    running.send_signal(number)
    output, errors = running.communicate(timeout=300)
    done = subprocess.CompletedProcess(running.args, running.returncode, output, errors)
    assert refused(done, "Stopped before uv had finished; nothing was kept.")
    assert len(errors.splitlines()) == 1


def test_the_real_uv_is_stopped(verify: Verify, socket_enabled: None) -> None:
    with silent() as address:
        running = verify.start(LINK, PYTORCH_INDEX_BASE_URL=address)
        until(lambda: any(_is_uv(pid) for pid in verify.processes()))
        running.send_signal(signal.SIGINT)
        output, errors = running.communicate(timeout=300)
    assert refused(subprocess.CompletedProcess("", running.returncode, output, errors), "Stopped before uv")


def test_a_uv_that_somebody_kills(verify: Verify) -> None:
    running = verify.start(
        LINK, "--uv", script(verify.folder, HANGING.replace("sleep 600 &", "").replace("wait", "exec sleep 600"))
    )
    until(lambda: (verify.folder / "uv.started").exists() and (verify.folder / "uv.started").read_text())
    os.kill(int((verify.folder / "uv.started").read_text()), signal.SIGKILL)
    output, errors = running.communicate(timeout=300)
    done = subprocess.CompletedProcess(running.args, running.returncode, output, errors)
    assert refused(done, "`uv lock --no-build` was ended by SIGKILL before it had finished. Try again.")


def _is_uv(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/exe").resolve() == Path(sys.executable).with_name("uv").resolve()
    except OSError:
        return False


def _namespace() -> Sequence[str]:
    """Return the command that may mount for itself alone, or nothing where that is not permitted."""
    for command in (["unshare", "--mount"], ["unshare", "--mount", "--map-root-user"]):
        if shutil.which("unshare"):
            tried = subprocess.run([*command, "mount", "-t", "tmpfs", "none", "/mnt"], check=False, capture_output=True)
            if tried.returncode == 0:
                return command
    return ()
