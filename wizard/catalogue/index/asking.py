"""HTTP with patience and limits: requests asks, urllib3 asks again, and nothing is read without an end."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import unquote, urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ProxyError, SSLError
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.util.retry import Retry

from wizard.catalogue.index.addresses import host, stays_with
from wizard.catalogue.index.refusals import MovedElsewhere, TooLarge, TooManyRedirects, TooSlow, Truncated, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from urllib3.response import BaseHTTPResponse

CHUNK: Final = 65_536
PASSING: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses worth asking again for."""
SILENT: Final = "did not answer in time"
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much one page may take, and how often a server is asked for it."""

    connect_seconds: float = 10
    read_seconds: float = 30
    total_seconds: float = 120
    page_bytes: int = 10_000_000
    metadata_bytes: int = 1_000_000
    redirects: int = 5
    retries: int = 4
    backoff_seconds: float = 0.5
    retry_after_seconds: float = 30
    connections: int = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for, and on whose behalf: a refusal names index and package."""

    index: str
    package: str
    url: str
    headers: Mapping[str, str]
    limit: int

    @property
    def where(self) -> dict[str, str]:
        """The facts every refusal has."""
        return {"index": self.index, "package": self.package, "url": self.url}


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer read to its end; ``url`` is where it came from after redirects."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str


class Patience(Retry):
    """Retries that wait no longer than they are told to, whatever ``Retry-After`` says, and end after a while."""

    def __init__(self, *, longest_wait: float = 30, seconds: float = 120, until: float = 0, **retry: Any) -> None:
        """Take what ``Retry`` takes and two limits; ``until`` is set by the first failure."""
        super().__init__(**retry)
        self.longest_wait, self.seconds, self.until = longest_wait, seconds, until

    def new(self, **changes: Any) -> Self:
        """Carry the limits over to the next attempt."""
        until = self.until or monotonic() + self.seconds
        return super().new(longest_wait=self.longest_wait, seconds=self.seconds, until=until, **changes)

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Believe the server up to a limit."""
        wanted = super().get_retry_after(response)
        return wanted if wanted is None else min(wanted, self.longest_wait)

    def increment(self, *args: Any, **known: Any) -> Self:
        """Count a failure; once the time is over it was the last."""
        over = self.until and monotonic() >= self.until
        return super(Patience, self.new(total=0) if over else self).increment(*args, **known)


class _Session(requests.Session):
    """Leaves redirects to us; by itself it would read a redirect's body whole, however long."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """See none."""


class Client:
    """One pool of connections for any number of threads; it keeps no cookies, the only state threads would share."""

    def __init__(self, limits: Limits, addresses: Iterable[str]) -> None:
        """Take the credentials out of the addresses: they are sent to their own host only."""
        self.limits = limits
        self._auth = {host(url): auth for url in addresses if (auth := _credentials(url))}
        self._session = _Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = HTTPAdapter(
            pool_connections=limits.connections, pool_maxsize=limits.connections, max_retries=_retry(limits)
        )
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def get(self, request: Request) -> Response:
        """Follow redirects that stay with their host, and read the answer within the limits."""
        url, until = request.url, monotonic() + self.limits.total_seconds
        for _ in range(self.limits.redirects + 1):
            with self._asked(request, url) as answer:
                if answer.status_code not in REDIRECTS:
                    content = self._content(request, answer, until)
                    return Response(status=answer.status_code, headers=answer.headers, content=content, url=url)
                url = _target(request, url, answer.headers.get("Location", ""))
        raise TooManyRedirects(**request.where)

    def _asked(self, request: Request, url: str) -> requests.Response:
        try:
            return self._session.get(
                url,
                headers=request.headers,
                auth=self._auth.get(host(url)),
                timeout=(self.limits.connect_seconds, self.limits.read_seconds),
                allow_redirects=False,
                stream=True,
            )
        except (requests.RequestException, HTTPError, ValueError) as error:
            raise Unreachable(**request.where, reason=_reason(error)) from None

    def _content(self, request: Request, answer: requests.Response, until: float) -> bytes:
        if answer.status_code != HTTPStatus.OK:
            return b""
        announced = answer.headers.get("Content-Length", "")
        content = bytearray()
        try:
            while not announced.isdigit() or int(announced) <= request.limit:
                piece = answer.raw.read1(CHUNK, decode_content=True)
                content += piece
                if not piece:
                    return bytes(content)
                if len(content) > request.limit:
                    break
                if monotonic() > until:
                    raise TooSlow(**request.where, seconds=self.limits.total_seconds)
        except ReadTimeoutError:
            raise Unreachable(**request.where, reason=SILENT) from None
        except HTTPError:
            raise Truncated(**request.where) from None
        raise TooLarge(**request.where, limit=request.limit)


def _retry(limits: Limits) -> Patience:
    return Patience(
        total=limits.retries,
        redirect=False,
        status_forcelist=PASSING,
        backoff_factor=limits.backoff_seconds,
        backoff_max=limits.retry_after_seconds,
        raise_on_status=False,
        respect_retry_after_header=True,
        longest_wait=limits.retry_after_seconds,
        seconds=limits.total_seconds,
    )


def _credentials(url: str) -> tuple[str, str] | None:
    parts = urlsplit(url)
    return (unquote(parts.username), unquote(parts.password or "")) if parts.username else None


def _target(request: Request, url: str, location: str) -> str:
    try:
        target = urljoin(url, location)
        stays = stays_with(url, target)
    except ValueError:
        target, stays = location, False
    if not stays:
        raise MovedElsewhere(**request.where, target=target)
    return target


def _reason(error: Exception) -> str:
    """Put the failure in our own words: those of the library may hold a proxy's password."""
    if isinstance(error, SSLError):
        return "has a certificate that is not trusted here"
    if isinstance(error, ProxyError):
        return "could not be reached through the proxy"
    cause = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.Timeout) or isinstance(cause, ReadTimeoutError):
        return SILENT
    return "could not be reached"
