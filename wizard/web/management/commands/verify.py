"""``manage.py verify``: asks the real uv about one link, or about a sample of all of them."""

from __future__ import annotations

import math
import os
import shutil
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from wizard.answering.configuring import mirrors
from wizard.answering.raw import configuration_of, query_of
from wizard.catalogue.loading import load_catalogue
from wizard.catalogue.storing import set_up_if_missing
from wizard.errors import WizardError
from wizard.resolution.agreement import compare_with_uv
from wizard.resolution.at_hand import uv_at_hand
from wizard.resolution.campaign import Summary, judging
from wizard.resolution.folders import temporary_folder
from wizard.resolution.refusals import Cancelled, Unjudged
from wizard.resolution.running import JUDGES_SINCE
from wizard.resolution.sampling import drawn
from wizard.web.cancelling import cancellable
from wizard.web.terminal import output, print_agreement, print_summary, progress_bar

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from wizard.resolution.running import Uv

DISAGREES: Final = 1
NO_JUDGEMENT: Final = 2
TIMEOUT: Final = "Seconds one link may take; VERIFY_TIMEOUT unless told otherwise, here %(default)s."
CACHE: Final = "uv's cache folder; VERIFY_CACHE where that is set, else a temporary one."


class Command(BaseCommand):
    """Prints what each machine gets; exit code 1 where uv disagrees with the wizard, 2 where it could not be asked."""

    help = "Ask the real uv whether a link's configuration resolves, e.g. verify 'linux-x86_64=cu130&torch=2.13.0'."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the link or the sample, and what uv may use."""
        add = parser.add_argument
        add("query", nargs="?", default="", help="The part after the ? of a link, or the whole link.")
        add("--sample", type=_positive, metavar="N", help="Judge N links drawn from the whole grammar.")
        add("--seed", type=int, default=1, help="Another seed draws other links; %(default)s unless told otherwise.")
        add("--jobs", type=_positive, default=os.cpu_count() or 1, help="How many links at once; here %(default)s.")
        add("--timeout", type=_seconds, default=settings.VERIFY_TIMEOUT, help=TIMEOUT)
        add("--cache", type=_folder, default=settings.VERIFY_CACHE or None, help=CACHE)
        add("--uv", type=_program, help="The uv to ask; the one at hand unless told otherwise.")
        add("--python", type=_interpreter, action="append", default=[], help="One more Python for uv; repeat for more.")
        parser.epilog = "Exit codes: 0 uv agrees; 1 it does not; 2 it could not be asked, or was stopped."

    def handle(self, *_: Any, query: str, sample: int | None, **options: Any) -> None:
        """Judge, and print."""
        if bool(query) == bool(sample):
            message = "Name either a link or --sample N."
            raise CommandError(message, returncode=NO_JUDGEMENT)
        try:
            with cancellable() as cancelled, _cache(options["cache"]) as cache:
                set_up_if_missing()
                uv = uv_at_hand(
                    cache=cache,
                    timeout=options["timeout"],
                    cancelled=cancelled,
                    program=options["uv"],
                    pythons=options["python"],
                )
                agrees = _verify_sample(uv, sample, options) if sample else _verify_link(uv, query)
                if cancelled.is_set():
                    raise Cancelled
        except WizardError as error:
            raise CommandError(str(error), returncode=NO_JUDGEMENT) from error
        if not agrees:
            sys.exit(DISAGREES)


def _verify_link(uv: Uv, query: str) -> bool:
    catalogue = load_catalogue()
    choices = configuration_of(query_of(query), catalogue).choices
    with Console(stderr=True).status(f"uv {uv.version} locks and exports"):
        agreement = compare_with_uv(choices, catalogue, uv=uv, **mirrors())
    print_agreement(output(), agreement)
    return agreement.agrees


def _verify_sample(uv: Uv, count: int, options: dict[str, Any]) -> bool:
    uv.must_know(JUDGES_SINCE)
    catalogue = load_catalogue()
    with progress_bar() as progress:
        wanted = islice(drawn(catalogue, options["seed"]), count)
        links = tuple(_while_wanted(uv, progress.track(wanted, total=count, description="drawing links")))
        with judging(links, catalogue, uv=uv, jobs=options["jobs"], **mirrors()) as judged:
            judgements = progress.track(judged, total=len(links), description=f"uv {uv.version} judges")
            summary = Summary(judged=tuple(judgements))
    print_summary(output(), summary)
    if summary.unjudged and not summary.disagreeing:
        raise Unjudged(count=len(summary.unjudged), links=len(links))
    return not summary.disagreeing


def _while_wanted(uv: Uv, links: Iterable[str]) -> Iterator[str]:
    for link in links:
        if uv.cancelled.is_set():
            raise Cancelled
        yield link


@contextmanager
def _cache(folder: Path | None) -> Iterator[Path]:
    if folder:
        yield folder
        return
    with temporary_folder("uv-cache-") as temporary:
        yield temporary


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        message = f"{text!r} is no whole number above 0"
        raise ArgumentTypeError(message)
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        message = f"{text!r} is no number of seconds above 0"
        raise ArgumentTypeError(message)
    return seconds


def _folder(text: str) -> Path:
    """Return a path that means the same in uv's own working folder."""
    if not text:
        message = "an empty path names no folder"
        raise ArgumentTypeError(message)
    return Path(text).absolute()


def _program(text: str) -> Path:
    """Return a program, named as a shell would have it, so that it means the same in uv's own working folder."""
    return Path(shutil.which(text) or text).absolute()


def _interpreter(text: str) -> Path:
    """Return a program that is there: uv would pass over one that is not."""
    found = _program(text)
    if not os.access(found, os.X_OK) or found.is_dir():
        message = f"there is no Python at {text!r}"
        raise ArgumentTypeError(message)
    return found
