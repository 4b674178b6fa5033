"""``manage.py serve``: everything from a clean clone to a served page, in one command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from wizard.catalogue.loading import load_catalogue
from wizard.catalogue.storing import set_up_if_missing
from wizard.web.stopping import stop_uv_on_signals

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Migrates, loads the shipped catalogue if there is none, and serves with gunicorn and whitenoise."""

    help = "Set up what is missing and serve the wizard, by default on http://127.0.0.1:8000/."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add where to listen and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *_: Any, host: str, port: int, workers: int, **__: Any) -> None:
        """Set up, then serve until interrupted."""
        set_up_if_missing()
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(f"uv-torch wizard listens on http://{host}:{port}/ (stop with Ctrl+C)")
        if host not in settings.DEVELOPMENT_HOSTS and settings.ALLOWED_HOSTS == settings.DEVELOPMENT_HOSTS:
            self.stdout.write("Other machines are refused until ALLOWED_HOSTS and SECRET_KEY are set; see the README.")
        self.stdout.flush()
        load_catalogue()
        connections.close_all()  # the workers are forks: they keep the catalogue, not the connection
        _Server(
            {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": 4,
                "worker_class": "gthread",
                "control_socket_disable": True,
                "post_worker_init": _stop_uv_with_the_worker,
                "limit_request_line": 0,  # a link of any length gets the page and a sentence, not gunicorn's bare 400
            }
        ).run()


def _stop_uv_with_the_worker(worker: object) -> None:  # noqa: ARG001  (gunicorn passes it by this name)
    stop_uv_on_signals()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with settings given in code."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()  # only now: whitenoise looks for the collected files once, when it is made
