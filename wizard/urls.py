"""The table of contents."""

from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = "uv-torch wizard"
admin.site.index_title = "The catalogue and its keepers"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("wizard.api.urls")),
    path("", include("wizard.web.urls")),
]
