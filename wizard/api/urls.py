"""Addresses programs use."""

from django.urls import path

from wizard.api import docs
from wizard.api.api import API

urlpatterns = [
    path("docs", docs.docs, name="api-docs"),
    path("docs/", docs.docs_without_slash),
    path("openapi.json", docs.openapi, name="api-openapi"),
    path("", API.urls),
]
