"""``manage.py load_catalogue``: the shipped data files become the served catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from wizard.catalogue.models import Revision
from wizard.catalogue.storing import store_shipped

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Idempotent: the same files are stored once. Atomic: a failure leaves the served catalogue as it was."""

    help = "Load the catalogue that ships with the project."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--force``."""
        parser.add_argument("--force", action="store_true", help="Store the files even if they are served already.")

    def handle(self, *_: Any, force: bool, **__: Any) -> None:
        """Store, and say which revision is served."""
        before = Revision.objects.first()
        revision = store_shipped(force=force)
        state = "is already served" if revision == before else "is now served"
        self.stdout.write(f"Catalogue {revision} ({revision.wheel_count} wheels) {state}.")
