"""What ``verify`` prints: a table that says who gets what, and links that stay in one piece on any terminal."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from tests.web.pretended_uv import agreeing_uv
from wizard.choices.decoding import decode
from wizard.resolution.agreement import compare_with_uv
from wizard.resolution.campaign import Judged, Summary
from wizard.resolution.refusals import LockRefused
from wizard.resolution.running import Uv
from wizard.resolution.verdicts import Absence, Selection, Verdict
from wizard.web import terminal
from wizard.web.terminal import print_agreement, print_summary

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.resolution.agreement import Agreement

LINK = "linux-x86_64=cu130&macos-arm64=pypi&layout=markers&torch=2.13.0&bound=exact&python=3.12&project=project"
LONG = f"{LINK}&with=torchvision&with=torchaudio&python-cap=none&environments=chosen&explain=yes"


def agreement(folder: Path, catalogue: Catalogue, *, wrong: str = "") -> Agreement:
    """Have a script that agrees judge, unless a part of its answer is replaced."""
    program = agreeing_uv(folder, LINK, catalogue)
    export = folder / "uv.export"
    if wrong:
        export.write_text(export.read_text().replace(wrong, "2.12.0"))
    uv = Uv(program=program, interpreters=(Path(sys.executable),), cache=folder / "cache")
    return compare_with_uv(decode(LINK, catalogue).choices, catalogue, uv=uv)


def printed(found: Agreement | Summary, width: int, *, styled: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=styled)
    if isinstance(found, Summary):
        print_summary(console, found)
    else:
        print_agreement(console, found)
    return file.getvalue()


@pytest.mark.parametrize("width", [80, 200])
def test_the_table_has_a_row_for_every_machine(width: int, catalogue: Catalogue, tmp_path: Path) -> None:
    text = printed(agreement(tmp_path, catalogue), width)
    assert "What each machine gets, by uv 0.13.8" in text
    assert re.search(r"linux-x86_64 │ -\s+│ 3\.12-3\.14 │ torch 2\.13\.0\+cu130 │ unknown\s+│ agrees", text)
    assert re.search(r"macos-arm64  │ -\s+│ 3\.12-3\.14 │ torch 2\.13\.0       │ [\d.]+ MB\s+│ agrees", text)
    assert 'requires-python = ">=3.12,<3.15"' in text
    assert "The triton that torch takes from PyPI by itself is shown, but not compared." in " ".join(text.split())
    assert "differs" not in text
    assert max(map(len, text.splitlines())) <= width


def test_colours_are_for_terminals(catalogue: Catalogue, tmp_path: Path) -> None:
    found = agreement(tmp_path, catalogue)
    assert "\x1b[32magrees" in printed(found, 80, styled=True)
    assert "\x1b" not in printed(found, 80)


def test_a_row_that_differs_says_so_and_the_difference_stands_below_in_one_line(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    found = agreement(tmp_path, catalogue, wrong="2.13.0+cu130")
    row = r"linux-x86_64 │ - +│ 3\.12-3\.14 │ torch 2\.12\.0 +│ unknown +│ torch 2\.13\.0\+cu130 │ differs"
    assert re.search(row, printed(found, 120))
    text = printed(found, 80)
    assert re.search(r"linux-x86_64 │.*│ differs", text)
    assert "foreseen" in text.partition("┡")[0]
    assert re.search(r"macos-arm64  │.*│ agrees", text)
    assert "linux-x86_64, Python 3.12-3.14: torch: foreseen 2.13.0+cu130, uv says 2.12.0\n" in text


def test_a_narrow_terminal_cuts_nothing(catalogue: Catalogue, tmp_path: Path) -> None:
    text = printed(agreement(tmp_path, catalogue, wrong="2.13.0+cu130"), 60)
    table = text.partition("└")[0]
    assert "…" not in table
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in table.splitlines() if line[0] == "│"]
    columns = ["".join(cells) for cells in zip(*rows, strict=True)]
    for cell in ("linux-x86_64", "3.12-3.14", "torch2.12.0", "torch2.13.0+cu130", "differs"):
        assert any(cell in column.replace(" ", "") for column in columns), cell
    assert max(map(len, table.splitlines())) <= 60


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_summary_keeps_links_in_one_piece(width: int, catalogue: Catalogue, tmp_path: Path) -> None:
    refusal = LockRefused(command="lock", explanation="error: [red]No solution found[/] for torch [extra]")
    summary = Summary(
        judged=(
            Judged(link=LINK, agreement=agreement(tmp_path, catalogue)),
            Judged(link=LONG, agreement=agreement(tmp_path, catalogue, wrong="2.13.0+cu130")),
            Judged(link=f"{LONG}&default=cpu", refusal=refusal),
        )
    )
    text = printed(summary, width)
    lines = text.splitlines()
    assert f"differs: {LONG}" in lines
    assert f"not judged: {LONG}&default=cpu" in lines
    assert f"differs: {LINK}" not in lines
    assert "error: [red]No solution found[/] for torch [extra]" in lines
    assert "foreseen 2.13.0+cu130, uv says 2.12.0" in text
    counts = " ".join(text.partition("3 configurations")[2].split())
    assert counts == ", 12 machines judged: 1 agree, 1 differ, 1 not judged"


def test_a_machine_without_a_wheel_and_one_without_anything(catalogue: Catalogue, tmp_path: Path) -> None:
    found = agreement(tmp_path, catalogue)
    first, *rest = found.rows
    lacking = Verdict(
        selection=Selection(), platform="", python="", absences=(Absence(package="torch", reason="No wheel found."),)
    )
    none = replace(first, outcome=replace(first.outcome, selection="cu130", builds=()), verdict=lacking)
    failing = replace(lacking, absences=(Absence(package="", reason="Not for this Python."),))
    nothing = replace(first, outcome=replace(first.outcome, platform="windows-x86_64", builds=()), verdict=failing)
    text = printed(replace(found, rows=(none, nothing, *rest)), 200)
    assert re.search(r"linux-x86_64 +│ cu130 │ 3\.12 +│ no wheel of torch", text)
    assert re.search(r"windows-x86_64 +│ - +│ 3\.12 +│ nothing: it cannot be resolved here", text)


def test_where_stdout_is_no_terminal_no_row_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setattr("sys.stdout", io.StringIO())
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert terminal.output().width == terminal.UNLIMITED
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert terminal.output().width == 30
