"""The language of an answer: what the link says, else what the browser asks for, else English; nothing is kept."""

from __future__ import annotations

from contextvars import ContextVar
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from wizard.choices.grammar import language_of
from wizard.languages import ENGLISH, KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

ADMIN: Final = "/admin/"
"""What is for the keepers of a site stays in English, like its log."""
WORDED: Final = ("text/html", "text/plain", "application/json", "application/problem+json")
"""The types of answers with sentences in them."""
_chosen: Final[ContextVar[str]] = ContextVar("chosen", default="")


class LanguageMiddleware:
    """Has everything that is worked out for a request speak its language, and says so in the answer's headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in it."""
        if request.path_info.startswith(ADMIN):
            return self.get_response(request)
        chosen = language_of(request.META.get("QUERY_STRING", ""))
        language = chosen or accepted(request.headers.get("Accept-Language", ""))
        token = _chosen.set(chosen)
        try:
            with override(language):
                response = self.get_response(request)
        finally:
            _chosen.reset(token)
        if _is_worded(response):
            response.headers["Content-Language"] = language
            patch_vary_headers(response, ["Accept-Language"])
        elif response.status_code == HTTPStatus.NOT_MODIFIED:
            patch_vary_headers(response, ["Accept-Language"])
        return response


def accepted(header: str) -> str:
    """Return the first of the languages a browser asks for that is spoken here, or English."""
    for wanted, _ in parse_accept_lang_header(header):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return ENGLISH


def chosen() -> str:
    """Return the language the link names; empty where the browser decides."""
    return _chosen.get()


def kept(query: str, language: str = "") -> str:
    """Return a query string with the language that was chosen, if one was, so that the next page speaks it, too."""
    language = language or chosen()
    return "&".join(filter(None, (query, language and f"{KEY}={language}")))


def to(name: str, *words: str, query: str = "") -> str:
    """Return the path of a route with a query string, in the language that was chosen."""
    query = kept(query)
    return f"{reverse(name, args=words)}?{query}" if query else reverse(name, args=words)


def without_language(query: str) -> str:
    """Return a query string as it is but for the language."""
    return "&".join(pair for pair in query.split("&") if pair.partition("=")[0].strip().lower() != KEY)


def _is_worded(response: HttpResponseBase) -> bool:
    """Whether an answer's words depend on who asks: files do not, nor does what names its language itself."""
    headers = response.headers
    own = "Content-Language" in headers or "Content-Disposition" in headers
    return not own and headers.get("Content-Type", "").partition(";")[0] in WORDED
