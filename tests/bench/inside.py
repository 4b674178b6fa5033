"""One request at a time, in this process: the WSGI application called as gunicorn calls it."""

from __future__ import annotations

import io
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from wsgiref.types import WSGIApplication

OK: Final = 200


class WrongAnswer(Exception):
    """The server did not answer as a measurement needs it to."""


class Site:
    """The application, and what it answers."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def milliseconds(self, path: str, query: str = "") -> float:
        """Return how long one htmx request takes."""
        environ = _environ(path, query)
        started = perf_counter()
        self._call(environ)
        return (perf_counter() - started) * 1000

    def queries(self, path: str, query: str, times: int) -> int:
        """Return how many database queries so many requests make together."""
        counter = Counter()
        with counter.watching():
            for _ in range(times):
                self.milliseconds(path, query)
        return counter.count

    def _call(self, environ: dict[str, Any]) -> None:
        statuses: list[str] = []

        def start_response(status: str, *_: Any) -> Callable[[bytes], object]:
            statuses.append(status)
            return io.BytesIO().write

        answer = self.application(environ, start_response)
        b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        if not statuses[0].startswith(str(OK)):
            message = f"{environ['PATH_INFO']}?{environ['QUERY_STRING']} answered {statuses[0]}"
            raise WrongAnswer(message)


class Counter:
    """Counts the queries of this process."""

    def __init__(self) -> None:
        self.count = 0

    def watching(self) -> AbstractContextManager[None]:
        """Count while the context lasts."""
        return connection.execute_wrapper(self._count)

    def _count(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


def alternating(site: Site, path: str, queries: Iterable[str]) -> Iterator[tuple[float, float]]:
    """Yield the time of the empty view and of one request, turn by turn, so that both see the same machine."""
    for query in queries:
        yield site.milliseconds("/empty"), site.milliseconds(path, query)


def _environ(path: str, query: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_HX_REQUEST": "true",
        "HTTP_HX_CURRENT_URL": "http://127.0.0.1:8000/",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
