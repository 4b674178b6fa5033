"""Telling one client from another without keeping anybody's address, and a command line from a browser."""

from __future__ import annotations

import logging
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from wizard.web.media_types import HTML

if TYPE_CHECKING:
    from django.http import HttpRequest

logger: Final = logging.getLogger(__name__)
COMMAND_LINES: Final = ("curl/", "wget/", "httpie/")
PAGE_VARIES: Final = ("Accept", "User-Agent")
"""The headers by which ``wants_page`` tells."""
SALT: Final = "wizard.web.clients"
IPV6_HOME: Final = 64
"""One subscriber has at least this network, and every address in it (RFC 6177)."""


def client_of(request: HttpRequest) -> str:
    """Return a hash of where a request comes from, which only the holder of ``SECRET_KEY`` can compute."""
    return salted_hmac(SALT, _network(_address(request)), algorithm="sha256").hexdigest()


def is_command_line(request: HttpRequest) -> bool:
    """Whether somebody asks from a terminal, who is better served with text."""
    return request.headers.get("User-Agent", "").lower().startswith(COMMAND_LINES)


def wants_page(request: HttpRequest) -> bool:
    """Whether a refusal is better told on a page: to who names HTML, as every browser does, and is on no terminal."""
    return HTML in request.headers.get("Accept", "") and not is_command_line(request)


def _address(request: HttpRequest) -> str:
    """Return the peer, or what the proxy saw as its peer: only the last entry is the proxy's own."""
    if forwarded := request.headers.get("X-Forwarded-For"):
        if settings.BEHIND_PROXY:
            return forwarded.rpartition(",")[2].strip()
        warn_of_a_proxy()
    return str(request.META.get("REMOTE_ADDR", ""))


@cache
def warn_of_a_proxy() -> None:
    """Say once in a process that all who come through a proxy may be one client: their limits, too, are then one."""
    logger.warning(
        "A request has X-Forwarded-For, but BEHIND_PROXY is not set: if a proxy stands in front, all its visitors "
        "count as one client. Set BEHIND_PROXY=1 if it always sets that header."
    )


def _network(address: str) -> str:
    try:
        known = ip_address(_without_port(address))
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or ip_network((known, IPV6_HOME), strict=False))


def _without_port(address: str) -> str:
    """Leave out the port some proxies write too: every connection has another."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
