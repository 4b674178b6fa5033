"""Addresses people use; every output is a file beside the wizard."""

from django.urls import path

from wizard.rendering import FORMATS
from wizard.web import views

urlpatterns = [
    path("", views.wizard, name="wizard"),
    *(path(found.filename, views.output, {"found": found}, name=found.slug) for found in FORMATS),
    path("healthz", views.healthz, name="healthz"),
]
