"""What commands show on a terminal: tables, summaries and how far they are (rich)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.template.defaultfilters import filesizeformat
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from wizard.configuration.outcomes import python_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.configuration.outcomes import MachineLine
    from wizard.resolution.agreement import Agreement
    from wizard.resolution.campaign import Summary

UNLIMITED: Final = 1000
NARROW: Final = 80
"""From here on, only other cells than the machine's name are broken where there is too little room."""


def output() -> Console:
    """Return stdout; where it is no terminal, no row of a table has to be broken for want of width."""
    console = Console()
    return console if console.is_terminal else Console(width=UNLIMITED)


def progress_bar() -> Progress:
    """Return a bar on stderr; silent where that is no terminal."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, disable=not console.is_terminal)


def print_agreement(console: Console, agreement: Agreement) -> None:
    """Print what every machine gets, and where uv sees it otherwise."""
    table = _table(agreement)
    table.columns[0].no_wrap = console.width >= NARROW
    console.print(table)
    for text in _differences(agreement):
        console.print(text, style="red", soft_wrap=True, markup=False)
    console.print("The triton that torch takes from PyPI by itself is shown, but not compared.")
    console.print(
        f"Locked in {agreement.judgement.seconds:.1f} s. requires-python = "
        f'"{escape(agreement.configuration.requires_python)}"'
    )


def _table(agreement: Agreement) -> Table:
    """Return what uv gives; where it is not all as foreseen, what was foreseen stands beside it."""
    table = Table(title=f"What each machine gets, by uv {agreement.uv_version}", title_justify="left")
    foreseen = () if agreement.agrees else ("foreseen",)
    for heading in ("machine", "names", "Python", "gets", "download", *foreseen, "uv"):
        table.add_column(heading, overflow="fold")
    for judged in agreement.lines:
        line = judged.found
        table.add_row(
            line.platform,
            line.selection or "-",
            python_range(line.pythons),
            _gets(line),
            filesizeformat(line.size).replace("\N{NO-BREAK SPACE}", " ") if line.size else "unknown",
            *(_gets(judged.foreseen) for _ in foreseen),
            "[red]differs[/]" if judged.differences else "[green]agrees[/]",
        )
    return table


def print_summary(console: Console, summary: Summary) -> None:
    """Print the result of a campaign, and the link of everything that is not agreed upon."""
    for judged in summary.unjudged:
        console.print(f"not judged: {judged.link}\n{judged.refusal}", style="yellow", soft_wrap=True, markup=False)
    for judged in summary.disagreeing:
        console.print(f"differs: {judged.link}", style="red", soft_wrap=True, markup=False)
        for text in _differences(judged.agreement):
            console.print(f"  {text}", soft_wrap=True, markup=False)
    console.print(
        f"{len(summary.judged)} configurations, {summary.machines} machines judged: {summary.agreeing} agree, "
        f"{len(summary.disagreeing)} differ, {len(summary.unjudged)} not judged"
    )


def _gets(line: MachineLine) -> str:
    wheels = [f"{package} {version}" for package, version in line.versions]
    missing = [f"[yellow]no wheel of {package}[/]" for package in line.missing]
    return "\n".join([*wheels, *missing]) or "[yellow]nothing: it cannot be resolved here[/]"


def _differences(agreement: Agreement | None) -> Iterator[str]:
    """Yield every difference once, with the Pythons it holds for."""
    for judged in agreement.lines if agreement else ():
        named = f" {judged.found.selection}" if judged.found.selection else ""
        for text, pythons in judged.differences.items():
            yield f"{judged.found.platform}{named}, Python {python_range(pythons)}: {text}"
