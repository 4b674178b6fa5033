"""Asking again for what has not changed: address, language, theme, catalogue, settings and code make an answer."""

from __future__ import annotations

from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from wizard.catalogue.loading import load_catalogue
from wizard.web.addresses import absolute
from wizard.web.themes import theme_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    View = Callable[..., HttpResponse]

ROOT: Final = Path(__file__).parents[2]
CODE: Final = (("wizard", "*.py"), ("wizard", "*.csv"), ("templates", "*"), ("locale", "*.mo"))
"""What answers are made by, beside what is in the database."""
FRESH: Final = frozenset({200, 304})


def conditional(*parts: Callable[..., object]) -> Callable[[View], View]:
    """Answer 304, before anything is worked out, to whoever has the answer already.

    ``parts`` are what it depends on beside its address, the catalogue, the settings and the code; each is asked with
    what the operation is. Whatever fails is neither tagged nor kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **named: Any) -> HttpResponse:
            tag = _tag(request, [part(**named) for part in parts])
            response = HttpResponseNotModified() if _has(request, tag) else view(request, **named)
            if response.status_code in FRESH:
                response["ETag"] = tag
                response["Cache-Control"] = "no-cache"
                patch_vary_headers(response, ["Accept-Encoding"])
            return response

        return answer

    return decorate


def _tag(request: HttpRequest, parts: list[object]) -> str:
    """Return a weak tag (RFC 9110): compressed or not, it is the same answer."""
    address = absolute(request, request.get_full_path())
    site = (settings.PYTORCH_INDEX_BASE_URL, settings.PYPI_INDEX_URL, code())
    known = (address, get_language(), theme_of(request), load_catalogue().revision, *site, parts)
    return f'W/"{sha256(repr(known).encode()).hexdigest()[:32]}"'


def _has(request: HttpRequest, tag: str) -> bool:
    """Say whether the client names this tag; ``*`` names none, since only a worked-out answer could tell."""
    return tag in {f"W/{one.removeprefix('W/')}" for one in parse_etags(request.headers.get("If-None-Match", ""))}


@cache
def code() -> str:
    """Return a digest of this project's code, the same in every process that runs it."""
    digest = sha256()
    for folder, pattern in CODE:
        for file in sorted((ROOT / folder).rglob(pattern)):
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()
