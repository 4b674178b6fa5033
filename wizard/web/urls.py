"""Addresses people use; every output is a file beside the wizard."""

from django.urls import path

from wizard.rendering import FORMATS
from wizard.web import check, doctor, embedding, fitting, into_file, matrix, presets, short_links, themes, views

urlpatterns = [
    path("", views.wizard, name="wizard"),
    *(path(found.filename, views.output, {"found": found}, name=found.slug) for found in FORMATS),
    path("matrix/", matrix.matrix, name="matrix"),
    *(path(found.filename, matrix.matrix_file, {"found": found}, name=found.filename) for found in matrix.FILES),
    path("fitting.json", fitting.fitting, name="fitting"),
    path("theme", themes.choose, name="theme"),
    path("check", check.check, name="check"),
    path("check/<uuid:key>", check.answer, name="check-answer"),
    path("doctor/", doctor.doctor, name="doctor"),
    path("doctor/download", doctor.download, name="doctor-download"),
    path("doctor/rules/", doctor.rules, name="doctor-rules"),
    path("doctor/errors/", doctor.errors, name="doctor-errors"),
    path("into-file/", into_file.into_file, name="into-file"),
    path("c/", short_links.make, name="short-links"),
    path("c/<str:typed>", short_links.page, name="short-link"),
    path("c/<str:typed>/", short_links.without_slash),
    path("c/<str:typed>/<str:filename>", short_links.file, name="short-link-file"),
    path("p/", presets.presets, name="presets"),
    path("p/<slug:slug>/", presets.open_preset, name="preset"),
    path("p/<slug:slug>/badge.svg", presets.preset_badge, name="preset-badge"),
    *(path(f"p/<slug:slug>/{found.filename}", presets.preset_file, {"found": found}) for found in FORMATS),
    path("embed/", embedding.embed, name="embed"),
    path("badge.svg", embedding.badge, name="badge"),
]
