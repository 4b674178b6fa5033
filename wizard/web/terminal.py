"""A judgement on a terminal: tables and summaries (rich)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from django.template.defaultfilters import filesizeformat
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from wizard.configuration.outcomes import machine_lines, python_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.configuration.outcomes import MachineLine
    from wizard.resolution.agreement import Agreement, Row
    from wizard.resolution.campaign import Summary

UNLIMITED: Final = 1000


def output() -> Console:
    """Return stdout; where it is no terminal, no row of a table has to be broken for want of width."""
    console = Console()
    return console if console.is_terminal else Console(width=UNLIMITED)


def print_agreement(console: Console, agreement: Agreement) -> None:
    """Print what every machine gets, and where uv sees it otherwise."""
    wrong = {_key(row): row for row in agreement.rows if row.differences}
    table = Table(title=f"What each machine gets, by uv {agreement.uv_version}", title_justify="left")
    for heading in ("machine", "names", "Python", "gets", "download", "uv"):
        table.add_column(heading)
    for line in machine_lines(row.outcome for row in agreement.rows):
        disagrees = any((line.platform, line.selection, python) in wrong for python in line.pythons)
        table.add_row(
            line.platform,
            line.selection or "-",
            python_range(line.pythons),
            _gets(line),
            filesizeformat(line.size).replace("\N{NO-BREAK SPACE}", " ") if line.size else "unknown",
            "[red]differs[/]" if disagrees else "[green]agrees[/]",
        )
    console.print(table)
    for text in _differences(wrong.values()):
        console.print(text, style="red", soft_wrap=True, markup=False)
    console.print(
        f"Locked in {agreement.judgement.seconds:.1f} s. requires-python = "
        f'"{escape(agreement.configuration.requires_python)}"'
    )


def print_summary(console: Console, summary: Summary) -> None:
    """Print the result of a campaign, and the link of everything that is not agreed upon."""
    for judged in summary.unjudged:
        console.print(f"not judged: {judged.link}\n{judged.refusal}", style="yellow", soft_wrap=True, markup=False)
    for judged in summary.disagreeing:
        console.print(f"differs: {judged.link}", style="red", soft_wrap=True, markup=False)
        rows = judged.agreement.rows if judged.agreement else ()
        for text in _differences(rows):
            console.print(f"  {text}", soft_wrap=True, markup=False)
    console.print(
        f"{len(summary.judged)} configurations, {summary.machines} machines judged: {summary.agreeing} agree, "
        f"{len(summary.disagreeing)} differ, {len(summary.unjudged)} not judged"
    )


def _gets(line: MachineLine) -> str:
    wheels = [f"{package} {version}" for package, version in line.versions]
    missing = [f"[yellow]no wheel of {package}[/]" for package in line.missing]
    return "\n".join([*wheels, *missing]) or "[yellow]nothing: it cannot be resolved here[/]"


def _differences(rows: Iterable[Row]) -> Iterator[str]:
    """Yield every difference once, with the Pythons it holds for."""
    pythons: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        for difference in row.differences:
            pythons[row.outcome.platform, row.outcome.selection, str(difference)].append(row.outcome.python)
    for (platform, selection, text), where in pythons.items():
        named = f" {selection}" if selection else ""
        yield f"{platform}{named}, Python {python_range(tuple(where))}: {text}"


def _key(row: Row) -> tuple[str, str, str]:
    return row.outcome.platform, row.outcome.selection, row.outcome.python
