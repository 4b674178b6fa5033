"""The table of contents."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.urls import include, path

from wizard.web.prefix import taken

admin.site.site_header = admin.site.site_title = "uv-torch wizard"
admin.site.index_title = "The catalogue and its keepers"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("wizard.api.urls")),
    path("", include("wizard.web.urls")),
]
handler400 = "wizard.web.refusals.malformed"
handler404 = "wizard.web.refusals.not_found"
handler500 = "wizard.web.refusals.mistaken"
if message := taken(settings.FORCE_SCRIPT_NAME or "", urlpatterns):
    raise ImproperlyConfigured(message)
