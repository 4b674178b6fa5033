"""Light or dark: a cookie keeps what was chosen; without one a page follows the system.

A page is rendered and kept once for everybody, in the system's colours, and changed on its way out for the few who
chose others, so no page has to wait for a script to look right.
"""

from __future__ import annotations

import gzip
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wizard.web.languages import ADMIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

COOKIE: Final = "theme"
THEMES: Final = ("light", "dark")
YEAR: Final = 31_536_000
PRESSED: Final = 'name="theme" value="{}" aria-pressed="{}"'
"""How templates/wizard/theme.html writes a button."""


class ThemeMiddleware:
    """Has a page look as who asks chose; stands below whatever tags answers, so that none is taken for the other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, in the colours of the cookie; a page that has its own tag, as in a frame, sees to them itself."""
        response = self.get_response(request)
        page = response.headers.get("Content-Type", "").startswith("text/html") and "ETag" not in response.headers
        if not page or request.path_info.startswith(ADMIN) or "HX-Request" in request.headers:
            return response
        patch_vary_headers(response, ["Cookie"])
        return dressed(request, response)


def theme_of(request: HttpRequest) -> str:
    """Return the theme that was chosen; empty where the system decides."""
    theme = request.COOKIES.get(COOKIE, "")
    return theme if theme in THEMES else ""


def dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Have an answered page wear the theme that was chosen."""
    if theme := theme_of(request):
        packed = response.headers.get("Content-Encoding") == "gzip"
        html = gzip.decompress(response.content) if packed else response.content
        worn = wearing(html.decode(), theme).encode()
        response.content = gzip.compress(worn, 6, mtime=0) if packed else worn
    return response


def wearing(html: str, theme: str) -> str:
    """Return a page with another theme than the system's: in its first tag, in its head, and in the switch."""
    other = THEMES[theme == THEMES[0]]
    for before, after in (
        ("<html", f'<html data-theme="{theme}"'),
        ('content="light dark"', f'content="{theme}"'),
        (f'media="(prefers-color-scheme: {theme})"', ""),
        (f'media="(prefers-color-scheme: {other})"', 'media="not all"'),
        (PRESSED.format("system", "true"), PRESSED.format("system", "false")),
        (PRESSED.format(theme, "false"), PRESSED.format(theme, "true")),
    ):
        html = html.replace(before, after, 1)
    return html


@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a theme, or none, and lead back; it needs no token, for another site could do no harm with it."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(before if ours else reverse("wizard"), status=HTTPStatus.SEE_OTHER)
    path = settings.CSRF_COOKIE_PATH
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            COOKIE, theme, max_age=YEAR, path=path, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, path=path)
    return response
