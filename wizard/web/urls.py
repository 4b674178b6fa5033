"""Addresses people use; every output is a file beside the wizard."""

from django.urls import path

from wizard.rendering import FORMATS
from wizard.web import check, views

urlpatterns = [
    path("", views.wizard, name="wizard"),
    *(path(found.filename, views.output, {"found": found}, name=found.slug) for found in FORMATS),
    path("check", check.check, name="check"),
    path("check/<uuid:key>", check.answer, name="check-answer"),
    path("healthz", views.healthz, name="healthz"),
]
