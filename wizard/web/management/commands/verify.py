"""``manage.py verify``: asks the real uv about one link, or about a sample of all of them."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from wizard.catalogue.loading import load_catalogue
from wizard.catalogue.storing import set_up_if_missing
from wizard.errors import WizardError
from wizard.resolution.agreement import compare_with_uv
from wizard.resolution.at_hand import uv_at_hand
from wizard.resolution.campaign import Summary, judging
from wizard.resolution.refusals import Cancelled
from wizard.resolution.sampling import draw
from wizard.web.raw import configuration_of
from wizard.web.terminal import print_agreement, print_summary

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from wizard.resolution.running import Uv

DISAGREES: Final = 1
NO_JUDGEMENT: Final = 2


class Command(BaseCommand):
    """Prints what each machine gets; exit code 1 where uv disagrees with the wizard, 2 where it could not be asked."""

    help = "Ask the real uv whether a link's configuration resolves, e.g. verify 'linux-x86_64=cu130&torch=2.13.0'."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the link or the sample, and what uv may use."""
        parser.add_argument("query", nargs="?", default="", help="The part after the ? of a link, or the whole link.")
        parser.add_argument("--sample", type=_positive, metavar="N", help="Judge N links drawn from the whole grammar.")
        parser.add_argument("--seed", type=int, default=1, help="Another seed draws other links.")
        parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, help="How many links at once.")
        parser.add_argument("--timeout", type=float, default=120, help="Seconds one link may take.")
        parser.add_argument("--cache", type=Path, help="uv's cache folder; a temporary one unless told otherwise.")
        parser.add_argument("--uv", type=Path, help="The uv to ask; the one at hand unless told otherwise.")
        parser.add_argument("--python", type=Path, action="append", default=[], help="One more Python uv may use.")

    def handle(self, *_: Any, query: str, sample: int | None, **options: Any) -> None:
        """Judge, and print."""
        if bool(query) == bool(sample):
            message = "Name either a link or --sample N."
            raise CommandError(message, returncode=NO_JUDGEMENT)
        set_up_if_missing()
        try:
            with _cancellable() as cancelled, _cache(options["cache"]) as cache:
                uv = uv_at_hand(
                    cache=cache,
                    timeout=options["timeout"],
                    cancelled=cancelled,
                    program=options["uv"],
                    pythons=options["python"],
                )
                agrees = _verify_sample(uv, sample, options) if sample else _verify_link(uv, query)
        except WizardError as error:
            raise CommandError(str(error), returncode=NO_JUDGEMENT) from error
        if not agrees:
            sys.exit(DISAGREES)


def _verify_link(uv: Uv, query: str) -> bool:
    catalogue = load_catalogue()
    choices = configuration_of(query.rpartition("?")[2], catalogue).choices
    console = Console()
    with console.status(f"uv {uv.version} locks and exports"):
        agreement = compare_with_uv(choices, catalogue, uv=uv, mirror=settings.PYTORCH_INDEX_BASE_URL)
    print_agreement(console, agreement)
    return agreement.agrees


def _verify_sample(uv: Uv, count: int, options: dict[str, Any]) -> bool:
    catalogue = load_catalogue()
    links = draw(catalogue, count, options["seed"])
    console = Console()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    mirror = settings.PYTORCH_INDEX_BASE_URL
    with (
        Progress(*columns, console=console) as progress,
        judging(links, catalogue, uv=uv, mirror=mirror, jobs=options["jobs"]) as judged,
    ):
        summary = Summary(judged=tuple(progress.track(judged, total=len(links), description=f"uv {uv.version} judges")))
    print_summary(console, summary)
    return not summary.disagreeing and not summary.unjudged


@contextmanager
def _cache(folder: Path | None) -> Iterator[Path]:
    if folder:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="uv-cache-", ignore_cleanup_errors=True) as temporary:
        yield Path(temporary)


@contextmanager
def _cancellable() -> Iterator[Event]:
    """Turn Ctrl-C and SIGTERM into ``Cancelled``, so that everything started ends and temporary folders go."""
    cancelled = Event()

    def cancel(*_: object) -> None:
        cancelled.set()

    before = {number: signal.signal(number, cancel) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancelled
        if cancelled.is_set():
            raise Cancelled
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
