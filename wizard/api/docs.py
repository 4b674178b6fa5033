"""What the API can do, for people and for programs that write programs: one document, and a page of it."""

from __future__ import annotations

import json
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.vary import vary_on_cookie

from wizard.api.api import API
from wizard.api.caching import conditional
from wizard.api.docs_page import operations, schemas
from wizard.api.problems import KINDS
from wizard.api.spoken import spoken
from wizard.languages import ENGLISH
from wizard.web.addresses import absolute
from wizard.web.frame import frame
from wizard.web.media_types import JSON
from wizard.web.reading import reads
from wizard.web.themes import dressed

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wizard.web.frame import Frame


@reads
@conditional()
@gzip_page
def openapi(_: HttpRequest) -> HttpResponse:
    """Answer with the OpenAPI document, explained in the asker's language."""
    return HttpResponse(_written(reverse("api:api-root"), get_language() or ENGLISH), content_type=JSON)


def _around(**_: Any) -> Frame:
    """Return what the page depends on beside what the document does."""
    return frame()


@reads
@vary_on_cookie
@conditional(_around)
@gzip_page
def docs(request: HttpRequest) -> HttpResponse:
    """Show the document as a page, which needs no script and nobody else's files."""
    known = _document(reverse("api:api-root"), get_language() or ENGLISH)
    context = {
        "title": known["info"]["title"],
        "version": known["info"]["version"],
        "description": known["info"]["description"].strip().split("\n\n"),
        "operations": operations(known, partial(absolute, request)),
        "schemas": schemas(known),
        "kinds": KINDS,
        "frame": frame(),
    }
    return dressed(request, render(request, "api/docs.html", context))


@reads
def docs_without_slash(_: HttpRequest) -> HttpResponse:
    """Lead who typed the page's address as that of a folder to the page."""
    return redirect("api-docs", permanent=True)


@lru_cache(maxsize=8)
def document(root: str) -> dict[str, Any]:
    """Return the document of an API that lives below ``root``, put together once, in English."""
    with override(ENGLISH):
        return API.get_openapi_schema(path_prefix=root)


@lru_cache(maxsize=8)
def _document(root: str, language: str) -> dict[str, Any]:
    """Return it in a language."""
    with override(language):
        found: dict[str, Any] = spoken(document(root))
        return found


@lru_cache(maxsize=8)
def _written(root: str, language: str) -> bytes:
    """Return it as JSON."""
    return (json.dumps(_document(root, language), indent=2, ensure_ascii=False) + "\n").encode()
