"""``manage.py sync_catalogue``: the catalogue follows the indexes, or stays as it is and says why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from wizard.catalogue.reading import Pace
from wizard.catalogue.recording import recorded_sync
from wizard.catalogue.storing import set_up_if_missing
from wizard.errors import WizardError
from wizard.web.cancelling import cancellable
from wizard.web.syncing import folder_order, web_order
from wizard.web.terminal import progress_bar

if TYPE_CHECKING:
    from threading import Event

    from django.core.management.base import CommandParser

    from wizard.catalogue.sync import Order, Report

NOT_SERVED: Final = 1


class Command(BaseCommand):
    """Exit code 0 where the catalogue is what the indexes list, 1 where the old one stays served."""

    help = "Read the indexes and serve what they list, if it can be believed; else the old catalogue stays served."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to read and from where."""
        parser.add_argument("--index", action="append", default=[], metavar="SLUG", help="Read this index only.")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--base-url", default="", metavar="URL", help="A mirror of the PyTorch indexes to read.")
        where.add_argument("--from-file", type=Path, metavar="DIR", help="A saved mirror, for sites without a network.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and keep nothing of it.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Sync, and print what changed."""
        try:
            set_up_if_missing()
            order = folder_order(options["from_file"]) if options["from_file"] else web_order(options["base_url"])
            order = replace(order, indexes=tuple(options["index"]), dry_run=options["dry_run"])
            with cancellable() as cancelled:
                report = _synced(order, cancelled)
        except (WizardError, DatabaseError, OSError) as error:
            message = f"{error}\nThe old catalogue stays served."
            raise CommandError(message, returncode=NOT_SERVED) from error
        self._print(report, dry_run=options["dry_run"])

    def _print(self, report: Report, *, dry_run: bool) -> None:
        for line in report.changes:
            self.stdout.write(line)
        for remark in report.remarks:
            self.stderr.write(remark)
        self.stdout.write(f"{len(report.indexes)} indexes read. {_result(report, dry_run=dry_run)}")


def _result(report: Report, *, dry_run: bool) -> str:
    if report.revision is None:
        return "Nothing changed."
    if dry_run:
        return "A dry run: nothing of this was kept."
    return f"Catalogue {report.revision} ({report.revision.wheel_count} wheels) is now served."


def _synced(order: Order, cancelled: Event) -> Report:
    with progress_bar() as progress:
        task = progress.add_task("reading pages")

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        return recorded_sync(order, Pace(progress=told, cancelled=cancelled))
