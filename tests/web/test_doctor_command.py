"""``manage.py doctor``: reports, exit codes for CI, and files that are replaced whole or not at all."""

from __future__ import annotations

import io
import json
import stat
import subprocess
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from tests.doctor.projects import FILE
from tests.web.test_doctor import BROKEN, QUIET, SAID
from wizard.doctor.mending import mend_all
from wizard.doctor.parsing import BrokenToml
from wizard.languages import phrase
from wizard.web.doctor_reports import as_github, broken_as
from wizard.web.doctor_words import examined

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.catalogue.facts import Catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pyproject.toml"
    path.write_bytes(FILE.encode())
    return path


@pytest.fixture
def doctor(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str]]:
    """Return a function that runs the command, and answers with its exit code and what it printed."""

    def run(*arguments: object) -> tuple[int, str]:
        code = 0
        try:
            call_command("doctor", *map(str, arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        return code, capsysbinary.readouterr().out.decode()

    return run


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that puts a text into stdin."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_a_file_without_faults_is_0(doctor: Callable[..., tuple[int, str]], file: Path) -> None:
    file.write_text(QUIET, encoding="utf-8")
    assert doctor(file) == (0, f"{file}: Nothing found.\n")


def test_findings_are_1_with_a_line_each(doctor: Callable[..., tuple[int, str]], file: Path) -> None:
    code, text = doctor(file)
    assert code == 1
    assert f"{file}:5:17: error: " in text
    assert " can be mended.\n" in text
    assert file.read_bytes() == FILE.encode()


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_choices_are_worked_out_only_where_they_are_printed(
    form: str, doctor: Callable[..., tuple[int, str]], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.doctor.foreign.infer", lambda *_: pytest.fail("worked out"))
    with pytest.raises(pytest.fail.Exception) if form == "json" else nullcontext():
        doctor(file, "--format", form)


def test_json_and_github_are_for_machines(doctor: Callable[..., tuple[int, str]], file: Path) -> None:
    code, text = doctor(file, "--format", "json")
    assert code == 1
    assert json.loads(text)["file"] == str(file)
    code, text = doctor(file, "--format", "github")
    assert code == 1
    assert text.startswith(f"::error file={file},line=")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_fix_replaces_the_file_byte_for_byte_and_keeps_its_mode(
    doctor: Callable[..., tuple[int, str]], file: Path, catalogue: Catalogue, ends: str
) -> None:
    text = FILE.replace("\n", ends)
    file.write_bytes(text.encode())
    file.chmod(0o640)
    assert doctor(file, "--fix") == (0, f"{file}: Nothing found.\n")
    assert file.read_bytes() == mend_all(text, catalogue).text.encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(file.parent.iterdir()) == [file]
    assert doctor(file, "--fix", "--diff") == (0, "")


def test_fix_follows_a_link_and_leaves_it_one(
    doctor: Callable[..., tuple[int, str]], file: Path, catalogue: Catalogue
) -> None:
    link = file.parent / "link.toml"
    link.symlink_to(file.name)
    assert doctor(link, "--fix")[0] == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == mend_all(FILE, catalogue).text


def test_fix_that_cannot_write_leaves_the_file_and_nothing_beside_it(
    doctor: Callable[..., tuple[int, str]], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device", "pyproject.toml")

    monkeypatch.setattr("wizard.web.replacing.os.fsync", full)
    with pytest.raises(CommandError, match="No space left on device") as refusal:
        doctor(file, "--fix")
    assert refusal.value.returncode == 2
    assert file.read_text(encoding="utf-8") == FILE
    assert list(file.parent.iterdir()) == [file]


def test_diff_is_what_patch_takes_and_changes_nothing(
    doctor: Callable[..., tuple[int, str]], file: Path, catalogue: Catalogue
) -> None:
    code, text = doctor(file, "--diff")
    assert code == 1
    assert file.read_text(encoding="utf-8") == FILE
    subprocess.run(["patch", "--quiet", file], input=text.encode(), check=True)
    assert file.read_text(encoding="utf-8") == mend_all(FILE, catalogue).text


def test_stdin_is_examined_and_mended_to_stdout(
    doctor: Callable[..., tuple[int, str]], stdin: Callable[[str], None], catalogue: Catalogue
) -> None:
    stdin(FILE)
    code, text = doctor("-")
    assert (code, text.startswith("pyproject.toml:")) == (1, True)
    stdin(FILE)
    assert doctor("-", "--fix") == (0, mend_all(FILE, catalogue).text)


def test_what_mending_all_left_is_told_with_its_reason(
    doctor: Callable[..., tuple[int, str]],
    stdin: Callable[[str], None],
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setattr("wizard.web.management.commands.doctor.mend_all", partial(mend_all, seconds=0))
    code, text = doctor(file, "--fix")
    assert (code, "can be mended" in text) == (1, True)
    assert "  Mending all left it, because the file takes long" in text
    found = json.loads(doctor(file, "--fix", "--format", "json")[1])["findings"]
    assert all(one["left"].startswith("Mending all left it") for one in found if one["fixable"])
    stdin(FILE)
    with pytest.raises(SystemExit):
        call_command("doctor", "-", "--fix")
    printed = capsysbinary.readouterr()
    assert printed.out.decode() == FILE
    assert printed.err.count(b"Mending all left it") == sum(one["fixable"] for one in found)


@pytest.mark.parametrize(
    ("form", "start"), [("text", "{}:2:13: error: "), ("json", "{{"), ("github", "::error file={},")]
)
def test_broken_toml_is_2_with_line_and_column(
    doctor: Callable[..., tuple[int, str]], file: Path, form: str, start: str
) -> None:
    file.write_text(BROKEN, encoding="utf-8")
    code, text = doctor(file, "--format", form)
    assert code == 2
    assert text.startswith(start.format(file))


def test_a_lock_beside_the_file_is_read_and_named_where_it_is_broken(
    doctor: Callable[..., tuple[int, str]], file: Path
) -> None:
    lock = file.parent / "uv.lock"
    lock.write_text("version = \n", encoding="utf-8")
    code, text = doctor(file)
    assert code == 2
    assert text.startswith(f"{lock}:1:")
    other = file.parent / "other.lock"
    other.write_text("version = 1\n", encoding="utf-8")
    assert doctor(file, "--lock", other)[0] == 1


@pytest.mark.parametrize("content", [None, b"\xff"])
def test_a_file_that_cannot_be_read_is_2(file: Path, content: bytes | None) -> None:
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("doctor", str(file))
    assert refusal.value.returncode == 2
    assert str(file) in str(refusal.value)


def test_what_uv_said_is_explained_with_what_leads_to_it(
    doctor: Callable[..., tuple[int, str]], file: Path, stdin: Callable[[str], None]
) -> None:
    stdin("there is no version of pytorch-triton-rocm==3.5.1 and torch==2.9.1+rocm6.4 depends on it")
    code, text = doctor(file, "--error", "-")
    assert code == 1
    assert "This torch requires pytorch-triton-rocm 3.5.1" in text
    assert "[rocm-missing-triton]" in text


def test_without_a_file_uvs_words_are_explained_alone(
    doctor: Callable[..., tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = tmp_path / "said.txt"
    said.write_text(SAID, encoding="utf-8")
    assert doctor("--error", said)[0] == 1
    said.write_text("what?", encoding="utf-8")
    assert doctor("--error", said) == (0, "None of the known errors is in this text.\n")
    assert json.loads(doctor("--error", said, "--format", "json")[1]) == {"errors": []}


def test_annotations_escape_what_github_would_misread(catalogue: Catalogue) -> None:
    found = examined(FILE, catalogue, name="a:b,c%.toml")
    assert as_github(found).startswith("::error file=a%3Ab%2Cc%25.toml,line=")
    error = BrokenToml(line=1, column=2, reason=phrase("%(said)s", said="100 %\nof it"))
    assert broken_as("github", "a", error).startswith("::error file=a,line=1,col=2,title=broken-toml::The file")
    assert "100 %25%0Aof it" in broken_as("github", "a", error)


def test_the_exit_codes_are_in_the_help() -> None:
    told = subprocess.run([sys.executable, "manage.py", "doctor", "--help"], capture_output=True, text=True, check=True)
    words = " ".join(told.stdout.split())
    for part in ("0 nothing was found", "1 something was found", "2 a file could not be read"):
        assert part in words


def test_a_place_over_several_lines_has_no_columns_for_github(catalogue: Catalogue) -> None:
    text = FILE.replace('dependencies = ["torch==2.9.1"]', 'dependencies = [\n  "torch==2.9.1",\n]')
    found: Any = examined(text, catalogue)
    assert as_github(found).count("col=") == sum(line.place.line == line.place.end_line for line in found.findings)


def test_more_than_is_examined_is_2(file: Path) -> None:
    groups = "".join(f"g{one} = []\n" for one in range(301))
    file.write_text(f"[dependency-groups]\n{groups}", encoding="utf-8")
    with pytest.raises(CommandError, match="at most 300 are examined") as refusal:
        call_command("doctor", str(file))
    assert refusal.value.returncode == 2
