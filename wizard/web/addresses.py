"""Addresses for use elsewhere: in a chat, a wiki, a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import get_script_prefix

if TYPE_CHECKING:
    from django.http import HttpRequest


def absolute(request: HttpRequest, path: str) -> str:
    """Return the whole address of a path of this site, such as ``reverse()`` gives.

    It starts with ``PUBLIC_BASE_URL`` where that is set, and with the request's scheme and host otherwise.
    """
    if settings.PUBLIC_BASE_URL:
        return f"{settings.PUBLIC_BASE_URL}/{path.removeprefix(get_script_prefix())}"
    return request.build_absolute_uri(path)
