"""Addresses people use; every output is a file beside the wizard."""

from django.urls import path

from wizard.rendering import FORMATS
from wizard.web import check, matrix, views

urlpatterns = [
    path("", views.wizard, name="wizard"),
    *(path(found.filename, views.output, {"found": found}, name=found.slug) for found in FORMATS),
    path("matrix/", matrix.matrix, name="matrix"),
    *(path(found.filename, matrix.matrix_file, {"found": found}, name=found.filename) for found in matrix.FILES),
    path("check", check.check, name="check"),
    path("check/<uuid:key>", check.answer, name="check-answer"),
    path("healthz", views.healthz, name="healthz"),
]
