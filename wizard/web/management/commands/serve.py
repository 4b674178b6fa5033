"""``manage.py serve``: everything from a clean clone to a served page, in one command."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from wizard.catalogue.loading import load_catalogue
from wizard.catalogue.storing import set_up_if_missing
from wizard.web.collecting import collect_static_files
from wizard.web.counters import shared_counters
from wizard.web.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Migrates, loads the shipped catalogue if there is none, and serves with gunicorn and whitenoise."""

    help = "Set up what is missing and serve the wizard, by default on http://127.0.0.1:8000/."
    requires_system_checks = []  # they are made below, once prometheus-client may be imported

    def add_arguments(self, parser: CommandParser) -> None:
        """Add where to listen and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=_number(1, 65_535), default=8000)
        parser.add_argument("--workers", type=_number(1, 1_000), default=settings.WEB_CONCURRENCY)

    def handle(self, *_: Any, host: str, port: int, workers: int, **__: Any) -> None:
        """Set up, then serve until interrupted."""
        counters = shared_counters() if settings.METRICS_ENABLED else ""
        try:
            self.check()
            set_up_if_missing()
        except OperationalError as error:
            said = str(error).partition("\n")[0]
            message = f"The database cannot be used: {said}. See that it runs, and that DATABASE_URL is where it is."
            raise CommandError(message) from error
        collect_static_files()
        load_catalogue()
        connections.close_all()  # the workers are forks: they keep the catalogue, not the connection
        server = Server(bind=f"{host}:{port}", workers=workers, counters=counters)
        server.cfg.set("when_ready", lambda _arbiter: self._tell(host, port))
        server.run()

    def _tell(self, host: str, port: int) -> None:
        """Say where it listens, and whom it refuses."""
        self.stdout.write(f"uv-torch wizard listens on http://{host}:{port}/ (stop with Ctrl+C)")
        if host not in settings.DEVELOPMENT_HOSTS and settings.ALLOWED_HOSTS == settings.DEVELOPMENT_HOSTS:
            self.stdout.write("Other machines are refused until ALLOWED_HOSTS and SECRET_KEY are set; see the README.")
        self.stdout.flush()


def _number(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number in a range, for argparse."""

    def read(text: str) -> int:
        if text.isdecimal() and least <= int(text) <= most:
            return int(text)
        message = f"{text} is no whole number from {least} to {most}."
        raise ArgumentTypeError(message)

    return read
