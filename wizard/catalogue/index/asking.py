"""HTTP with patience and limits: requests asks, urllib3 asks again, and nothing is read without an end."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin, urlsplit

import requests
from requests.exceptions import ProxyError, SSLError
from urllib3.exceptions import HTTPError, ReadTimeoutError

from wizard.catalogue.index.addresses import host, stays_with
from wizard.catalogue.index.deadlines import Patience, TimedAdapter, time_left, within
from wizard.catalogue.index.refusals import (
    IndexRefusal,
    MovedElsewhere,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Truncated,
    Unreachable,
)
from wizard.catalogue.index.values import PYPI

if TYPE_CHECKING:
    from collections.abc import Mapping

CHUNK: Final = 65_536
PASSING: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses worth asking again for."""
SILENT: Final = "did not answer in time"
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much one page may take, and how often a server is asked for it.

    ``total_seconds`` are for all of it, redirects and asking again included.
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _User:
    """Who is to read what an address leads to: nobody in particular, where it has no user name."""

    host: tuple[str, int | None]
    credentials: tuple[str, str] | None

    @classmethod
    def of(cls, url: str) -> _User:
        """Read the user off an address."""
        parts = urlsplit(url)
        given = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        return cls(host=host(url), credentials=given)

    def at(self, url: str) -> tuple[str, str] | None:
        """Return the credentials where they may be sent to, their own host."""
        return self.credentials if host(url) == self.host else None


class _Session(requests.Session):
    """Leaves redirects to us; by itself it would read a redirect's body whole, however long."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """See none."""


class Client:
    """One pool of connections for any number of threads; it keeps no cookies, the only state threads would share."""

    def __init__(self, limits: Limits, base_url: str, pypi_url: str) -> None:
        """Take the credentials out of the addresses: they are sent to their own host only."""
        self.limits = limits
        self._users = tuple(_User.of(url) for url in (base_url, pypi_url))
        self._session = _Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = TimedAdapter(
            pool_connections=limits.connections, pool_maxsize=limits.connections, max_retries=_retry(limits)
        )
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def get(self, request: Request) -> Response:
        """Follow redirects that stay with their host, and read the answer within the limits."""
        with within(self.limits.total_seconds):
            return self._followed(request)

    def _followed(self, request: Request) -> Response:
        url = request.url
        for _ in range(self.limits.redirects + 1):
            with self._asked(request, url) as answer:
                if answer.status_code not in REDIRECTS:
                    content = self._content(request, answer)
                    return Response(status=answer.status_code, headers=answer.headers, content=content, url=url)
                url = _target(request, url, answer.headers.get("Location", ""))
        raise TooManyRedirects(**request.where)

    def _asked(self, request: Request, url: str) -> requests.Response:
        try:
            return self._session.get(
                url,
                headers=request.headers,
                auth=self._auth(request, url),
                timeout=(self.limits.connect_seconds, self.limits.read_seconds),
                allow_redirects=False,
                stream=True,
            )
        except (requests.RequestException, HTTPError, ValueError) as error:
            raise self._silence(request, _reason(error)) from None

    def _auth(self, request: Request, url: str) -> tuple[str, str] | None:
        """Return the credentials of the address a page belongs to, or else whichever this host was given."""
        base, pypi = self._users
        own, other = (pypi, base) if request.index == PYPI else (base, pypi)
        return own.at(url) or other.at(url)

    def _silence(self, request: Request, reason: str) -> IndexRefusal:
        """Tell a server that says nothing from one that goes on for longer than there is time."""
        if reason == SILENT and not time_left():
            return TooSlow(**request.where, seconds=self.limits.total_seconds)
        return Unreachable(**request.where, reason=reason)

    def _content(self, request: Request, answer: requests.Response) -> bytes:
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
        except ReadTimeoutError:
            raise self._silence(request, SILENT) from None
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
    )


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
