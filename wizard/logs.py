"""How a line of the log is written: for people, or as JSON for whatever collects logs.

Neither names an address, a query or what anybody typed; only a traceback may quote what it stumbled over.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

TEXT: Final = "{levelname:<7} {name}: {message}"
UNKNOWN: Final = "unknown"
"""The route of an address that is none of ours."""


class TextFormatter(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__(TEXT, style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Write it, without the path of a request that failed."""
        return super().format(without_path(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line; a line about a request has its parts beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        """Write it; a traceback is one string."""
        record = without_path(record)
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


def route_of(request: Any) -> str:
    """Return the name of a request's address as ``urls.py`` has it, never what was asked for."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name if match else "") or UNKNOWN


def without_path(record: logging.LogRecord) -> logging.LogRecord:
    """Return a record of Django's about a request with its route instead of its path."""
    if record.name != "django.request" or not hasattr(record, "request"):
        return record
    told = logging.makeLogRecord(record.__dict__)
    told.msg, told.args = "%s in %s", (str(record.msg % record.args).partition(":")[0], route_of(record.request))
    return told
