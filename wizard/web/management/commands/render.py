"""``manage.py render '<query>'``: one output of a link, on stdout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from wizard.answering.raw import query_of, raw_output
from wizard.catalogue.loading import load_catalogue
from wizard.catalogue.storing import set_up_if_missing
from wizard.errors import WizardError
from wizard.rendering import FORMATS

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

REFUSED = 2


class Command(BaseCommand):
    """Prints the output; the reasons go to stderr, with exit code 2, where the link cannot be kept to."""

    help = "Print one output of a link, e.g. render 'linux-x86_64=cu130&torch=2.13.0'."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the link and the output's slug."""
        parser.add_argument("query", help="The part after the ? of a link, or the whole link.")
        parser.add_argument("--output", default="pyproject", choices=[found.slug for found in FORMATS])

    def handle(self, *_: Any, query: str, output: str, **__: Any) -> None:
        """Print, or refuse."""
        set_up_if_missing()
        found = next(found for found in FORMATS if found.slug == output)
        try:
            text = raw_output(query_of(query), found, load_catalogue())
        except WizardError as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        sys.stdout.write(text)
