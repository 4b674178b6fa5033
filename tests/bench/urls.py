"""The product's addresses, and a view that does nothing behind the same middleware."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import include, path

if TYPE_CHECKING:
    from django.http import HttpRequest


def empty(_: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse()


urlpatterns = [path("empty", empty), path("", include("wizard.urls"))]
