"""gunicorn as this site wants it: set in code, logging as the site logs, and silent about itself."""

from __future__ import annotations

import os
import shutil
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http import message, wsgi

from wizard.web.counters import memory
from wizard.web.stopping import stop_uv_on_signals

LONGEST_LINE: Final = 64 * 1024
"""A link that is much too long gets the page and a sentence, which gunicorn's own limit forbids; an endless one 414."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with settings given in code; no file and no variable of gunicorn's own is read."""

    def __init__(self, *, bind: str, workers: int, counters: str = "") -> None:
        self.options = {
            "bind": bind,
            "workers": workers,
            "threads": 4,
            "worker_class": "gthread",
            "worker_tmp_dir": memory(),
            "control_socket_disable": True,
            "logger_class": Log,
            "post_worker_init": lambda _worker: stop_uv_on_signals(),
            "on_exit": lambda _server: counters and shutil.rmtree(counters, ignore_errors=True),
            "limit_request_line": LONGEST_LINE,
            "forwarded_allow_ips": "",  # which proxy is believed is what BEHIND_PROXY says, and nothing else
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        wsgi.Response = Nameless
        message.MAX_REQUEST_LINE = LONGEST_LINE
        os.environ.pop("SCRIPT_NAME", None)  # gunicorn would refuse whatever comes without it
        from wizard.wsgi import application  # noqa: PLC0415  # whitenoise looks for files once, when this is made

        return application


class Log(Logger):  # type: ignore[misc]
    """Hands gunicorn's lines to the site's own log, without the addresses it puts into some of them."""

    def setup(self, cfg: Any) -> None:
        """Take gunicorn's own handlers away again."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Say that a request could not be read, not whose and not what was in it."""
        unread = str(msg).startswith("Invalid request from ip=")
        super().warning("A request could not be read." if unread else msg, *args, **kwargs)


class Nameless(wsgi.Response):  # type: ignore[misc]
    """An answer that does not say which server gave it; gunicorn has no setting for that."""

    def default_headers(self) -> list[str]:
        """Leave out the banner."""
        return [line for line in super().default_headers() if not line.startswith("Server:")]
