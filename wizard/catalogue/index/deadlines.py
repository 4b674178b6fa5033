"""One time limit for all that a page takes: asking, asking again, redirects, headers and body.

The timeouts of requests and urllib3 begin anew with every byte that comes, so a byte now and then would never end.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPResponse
from io import BufferedReader, RawIOBase
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Self

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from urllib3.response import BaseHTTPResponse

UNTIL: Final = ContextVar("UNTIL", default=inf)
"""When the time is over for what this thread is asking."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let everything asked in here take so long together."""
    token = UNTIL.set(monotonic() + seconds)
    try:
        yield
    finally:
        UNTIL.reset(token)


def time_left() -> float:
    """Return how many seconds are left, never less than none."""
    return max(UNTIL.get() - monotonic(), 0)


class Patience(Retry):
    """Retries that wait no longer than they are told to, whatever ``Retry-After`` says, and end with the time."""

    def __init__(self, *, longest_wait: float = 30, **retry: Any) -> None:
        """Take what ``Retry`` takes, and the longest wait a server may ask for."""
        super().__init__(**retry)
        self.longest_wait = longest_wait

    def new(self, **changes: Any) -> Self:
        """Carry the limit over to the next attempt."""
        return super().new(longest_wait=self.longest_wait, **changes)

    def get_backoff_time(self) -> float:
        """Wait no longer than there is time."""
        return min(super().get_backoff_time(), time_left())

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Believe the server up to a limit."""
        wanted = super().get_retry_after(response)
        return wanted if wanted is None else min(wanted, self.longest_wait, time_left())

    def increment(self, *args: Any, **known: Any) -> Self:
        """Count a failure; once the time is over it was the last."""
        return super(Patience, self if time_left() else self.new(total=0)).increment(*args, **known)


class _TimedFile(RawIOBase):
    """What comes over a connection, as long as there is time."""

    def __init__(self, inner: BufferedReader) -> None:
        super().__init__()
        self.inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not time_left():
            raise TimeoutError
        return self.inner.readinto1(buffer)

    def close(self) -> None:
        self.inner.close()
        super().close()


class _TimedResponse(HTTPResponse):
    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fp = BufferedReader(_TimedFile(self.fp))


class _Connection(HTTPConnection):
    response_class = _TimedResponse


class _SecureConnection(HTTPSConnection):
    response_class = _TimedResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOLS: Final = {"http": _Pool, "https": _SecurePool}


class TimedAdapter(HTTPAdapter):
    """Reads every answer within the time, through an HTTP proxy too."""

    def init_poolmanager(self, *args: Any, **known: Any) -> None:
        """Make the pools with our connections."""
        super().init_poolmanager(*args, **known)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **known: Any) -> Any:
        """Do so for a proxy; one for SOCKS has connections of its own."""
        manager = super().proxy_manager_for(proxy, **known)
        if type(manager) is ProxyManager:
            manager.pool_classes_by_scheme = POOLS
        return manager
